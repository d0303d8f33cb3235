import type { SQSRecord } from 'aws-lambda';
import { messageOf, Unavailable } from '../core/errors.ts';
import type { Notices } from '../core/world.ts';
import { count, logger } from './telemetry.ts';

/** A receiver that is down is tried for so long, and so often, before its notices are told to the fallback. */
const patienceMs = 15 * 60 * 1_000;
const leastTries = 5;

/** Below the queue's `maxReceiveCount` in serverless.yml, so that the fallback comes before the dead-letter queue. */
const mostTries = 35;

/** Whether nobody should wait for this receiver any longer. */
export function isLastTry({ attributes }: SQSRecord, now: Date): boolean {
  const tries = Number(attributes.ApproximateReceiveCount);
  const triedForMs = now.getTime() - Number(attributes.ApproximateFirstReceiveTimestamp);
  return tries >= mostTries || (tries >= leastTries && triedForMs >= patienceMs);
}

/** However soon a receiver wants to be asked again: so long is what the tries are for. */
const leastDelayMs = 30 * 1_000;

/**
 * Honours `Retry-After`: the messages become visible again when the receiver wants to be asked, in place of after
 * the queue's visibility timeout. Should that fail, it is only later.
 */
export async function putOffAsAsked(
  records: readonly SQSRecord[],
  thrown: readonly unknown[],
  { putOff }: Pick<Notices, 'putOff'>,
): Promise<void> {
  const waitsMs = thrown.flatMap((one) =>
    one instanceof Unavailable && one.retryAfterMs !== null ? [one.retryAfterMs] : [],
  );
  if (waitsMs.length === 0) return;
  const handles = records.map(({ receiptHandle }) => receiptHandle);
  try {
    await putOff(handles, Math.max(leastDelayMs, ...waitsMs));
  } catch (failure) {
    count('NotPutOff');
    logger.warn('the messages come again later than asked', { because: messageOf(failure) });
  }
}
