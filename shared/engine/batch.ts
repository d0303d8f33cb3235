import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { logger } from './telemetry.ts';

/**
 * Works on each message of a batch and reports the ones to deliver again, so that one bad message holds up none
 * of its neighbours.
 */
export async function eachOf(
  records: readonly SQSRecord[],
  work: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  for (const record of records) {
    try {
      await work(record);
    } catch (thrown) {
      logger.error('message will be delivered again', { messageId: record.messageId, thrown });
      failed.push(record);
    }
  }
  return failuresOf(failed);
}

/** Lambda's answer for a batch of which some messages have to come again. */
export const failuresOf = (records: readonly SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
