import * as z from 'zod/mini';
import { parseArn } from '../core/arn.ts';
import { BadInput, messageOf } from '../core/errors.ts';
import { read } from './read.ts';

/** One record of the event that SQS gives Lambda. Source: AWS Lambda developer guide, with-sqs. */
const SqsRecord = z.object({
  messageId: z.string(),
  body: z.string(),
  eventSourceARN: z.string(),
});

/** A message's body, parsed, and where its queue is. Throws `BadInput` where the record or its JSON is malformed. */
export function readRecord(record: unknown): { body: unknown; account: string; region: string } {
  const { body, eventSourceARN, messageId } = read(SqsRecord, record, 'the SQS record');
  const queue = parseArn(eventSourceARN);
  return {
    body: parseJson(body, `the body of message ${messageId}`),
    account: queue?.account ?? '',
    region: queue?.region ?? '',
  };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new BadInput(`${what} should be JSON: ${messageOf(thrown)}`, { cause: thrown });
  }
}
