import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Operations } from '../../core/operations.ts';
import type { Connection } from '../connection.ts';
import { killSwitch } from '../memory.ts';
import { table } from '../table.ts';
import { depths } from './depths.ts';
import { history, openIncidents } from './history.ts';
import { start, stop } from './kill-switch.ts';
import { quarantined } from './quarantined.ts';
import { redrive } from './redrive.ts';

/** URLs of the stack's queues. */
export type QueueUrls = {
  readonly later: string;
  readonly cleanup: string;
  readonly notices: string;
  readonly failed: string;
  readonly undelivered: string;
};

/** What people do with a stack; no function needs the permissions for it. */
export function operations(connection: Connection, tableName: string, urls: QueueUrls): Operations {
  const remembered = table(connection, tableName);
  // The host in a queue's URL may not be where AWS_ENDPOINT_URL leads.
  const sqs = new SQSClient({ ...connection.settings(), useQueueUrlAsEndpoint: false });
  const lambda = new LambdaClient(connection.settings());
  return {
    stop: (by) => stop(remembered, by),
    start: () => start(remembered),
    killSwitch: () => killSwitch(remembered),
    history: (window, how) => history(remembered, window, how),
    openIncidents: () => openIncidents(remembered),
    quarantined: () => quarantined(remembered),
    depths: () => depths(sqs, urls),
    redrive: (limit) => redrive({ sqs, lambda }, urls, limit),
  };
}
