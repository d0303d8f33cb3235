import type { Env } from '../config/env.ts';
import type { Clock } from '../core/world.ts';
import type { Connection } from './connection.ts';
import { deadLetters } from './dead-letters.ts';
import { later } from './later.ts';
import { notices } from './notices.ts';
import { queues as queuesOf } from './queue.ts';

type Urls = Pick<
  Env,
  'laterQueueUrl' | 'cleanupQueueUrl' | 'noticesQueueUrl' | 'failedQueueUrl' | 'undeliveredQueueUrl'
>;

/** All that goes into the stack's queues, by one client. */
export function sent(connection: Connection, clock: Clock, urls: Urls) {
  const queues = queuesOf(connection);
  return {
    later: later(queues.send, clock, { later: urls.laterQueueUrl, cleanup: urls.cleanupQueueUrl }),
    notices: notices(queues, {
      notices: urls.noticesQueueUrl,
      undelivered: urls.undeliveredQueueUrl,
    }),
    deadLetters: deadLetters(queues.send, clock, urls.failedQueueUrl),
  };
}
