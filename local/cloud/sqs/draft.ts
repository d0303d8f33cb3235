import { z } from 'zod';
import { ApiError } from '../types.ts';
import type { Draft, Queue } from './queue.ts';

/** What SendMessage says of a message. */
export const Entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
});

const mebibyte = 1024 * 1024;

/** The message that is wanted, if the queue may take it. */
export function draftOf(queue: Queue, entry: z.infer<typeof Entry>): Draft {
  const { DelaySeconds, MessageGroupId, MessageDeduplicationId } = entry;
  if (Buffer.byteLength(entry.MessageBody) > mebibyte) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${mebibyte} bytes.`,
    );
  }
  if (DelaySeconds !== undefined) inRange('DelaySeconds', DelaySeconds, 900);
  if (queue.isFifo) checkFifo(queue, entry);
  return {
    body: entry.MessageBody,
    attributes: entry.MessageAttributes ?? {},
    ...(DelaySeconds === undefined ? {} : { delayMs: DelaySeconds * 1000 }),
    ...(MessageGroupId === undefined ? {} : { groupId: MessageGroupId }),
    ...(MessageDeduplicationId === undefined ? {} : { deduplicationId: MessageDeduplicationId }),
  };
}

function checkFifo(queue: Queue, entry: z.infer<typeof Entry>): void {
  if (entry.MessageGroupId === undefined) {
    throw new ApiError(
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    );
  }
  if (entry.MessageDeduplicationId === undefined && !queue.isContentDeduplicated) {
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (entry.DelaySeconds) {
    throw invalid(
      `Value ${entry.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}

/** The value, if it is what SQS allows for the parameter. */
export function inRange(name: string, value: number, max: number, min = 0): number {
  if (value >= min && value <= max) return value;
  throw invalid(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
  );
}

const invalid = (message: string): ApiError => new ApiError('InvalidParameterValue', message);
