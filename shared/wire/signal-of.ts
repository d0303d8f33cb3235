import { BadInput, NotOurs } from '../core/errors.ts';
import type { Signal } from '../core/signal.ts';
import { isAlarmElsewhere, readAlarmChanged } from './alarm-changed.ts';
import { readCallDue } from './call-due.ts';
import { Kind } from './envelope.ts';
import { readImagePushed } from './image-pushed.ts';
import { readImageScanned } from './image-scanned.ts';
import { readLifecyclePolicyPut } from './lifecycle-policy-put.ts';
import { readRecord } from './queued.ts';
import { read } from './read.ts';
import { readRetirementPlanned } from './retirement-planned.ts';
import { readServiceChanged } from './service-changed.ts';
import { readTaskLaunched } from './task-launched.ts';
import { readTaskStopped } from './task-stopped.ts';

/** Which reader understands which `detail-type`. */
const readers: Readonly<Record<string, (event: unknown) => Signal>> = {
  'ECS Task State Change': readTaskStopped,
  'AWS API Call via CloudTrail': readApiCall,
  'ECS Service Action': readServiceChanged,
  'ECS Deployment State Change': readServiceChanged,
  'AWS Health Event': readRetirementPlanned,
  'ECR Image Action': readImagePushed,
  'ECR Replication Action': readImagePushed,
  'ECR Pull Through Cache Action': readImagePushed,
  'ECR Image Scan': readImageScanned,
  'Inspector2 Scan': readImageScanned,
  'CloudWatch Alarm State Change': readAlarmChanged,
  'CloudWatch Alarm Contributor State Change': readAlarmChanged,
  'CloudWatch Alarm Configuration Change': readAlarmChanged,
};

/**
 * Reads any event that one of the functions reacts to, an alarm as SNS or CloudWatch itself hands it on, or a record of
 * the `later` queue. Throws `NotOurs` for an
 * event that none of them has use for, `BadInput` for what is no event at all, or malformed.
 */
export function readAnyEvent(event: unknown): Signal {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new BadInput(
      'this is not an event: it should be a JSON object with source and detail-type',
    );
  }
  if ('eventSourceARN' in event) return readMessage(event);
  if (isAlarmElsewhere(event)) return readAlarmChanged(event);
  const detailType = read(Kind, event, 'the event')['detail-type'];
  const reader = Object.hasOwn(readers, detailType) ? readers[detailType] : undefined;
  if (reader === undefined) throw new NotOurs(`Deckhand has no use for "${detailType}"`);
  return reader(event);
}

function readApiCall(event: unknown): Signal {
  const { source } = read(Kind, event, 'the event');
  return source === 'aws.ecr' ? readLifecyclePolicyPut(event) : readTaskLaunched(event);
}

function readMessage(record: object): Signal {
  const { body } = readRecord(record);
  if (typeof body === 'object' && body !== null && 'notice' in body) {
    throw new NotOurs('this is a notice on its way to people: nothing is left to decide');
  }
  return readCallDue(record);
}
