import { createHash } from 'node:crypto';
import { z } from 'zod';
import { action } from '../action.ts';
import { isBody } from '../protocols/json.ts';
import { type ApiAction, ApiError, type Body, type Permission } from '../types.ts';
import type { Draft, Message, Queue, Store } from './store.ts';

const Entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
});
const EntryOfBatch = Entry.extend({ Id: z.string() });
const ReceiveMessage = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().int().optional(),
  VisibilityTimeout: z.number().int().optional(),
});
const Receipt = z.object({ ReceiptHandle: z.string() });
const Visibility = Receipt.extend({ VisibilityTimeout: z.number().int() });
const Url = z.object({ QueueUrl: z.string() });

const mebibyte = 1024 * 1024;

/** Sending, receiving, deleting and hiding messages. */
export function messageActions(store: Store): { readonly [action: string]: ApiAction } {
  const on =
    (name: string) =>
    (input: { readonly QueueUrl: string }): readonly Permission[] => [
      { action: `sqs:${name}`, resource: store.find(input.QueueUrl).arn },
    ];

  function send(queue: Queue, entry: z.infer<typeof Entry>): Body {
    const message = store.send(queue, draftOf(queue, entry));
    return {
      MessageId: message.id,
      MD5OfMessageBody: md5(message.body),
      ...(queue.isFifo ? { SequenceNumber: message.sequenceNumber } : {}),
    };
  }

  function remove(queue: Queue, receiptHandle: string): Body {
    const message = queue.messages.find((candidate) => candidate.receiptHandle === receiptHandle);
    if (message) store.remove(queue, message);
    return {};
  }

  function hide(queue: Queue, entry: z.infer<typeof Visibility>): Body {
    const message = findByReceipt(queue, entry.ReceiptHandle);
    inRange('VisibilityTimeout', entry.VisibilityTimeout, 43_200);
    store.changeVisibility(queue, message, entry.VisibilityTimeout * 1000);
    return {};
  }

  return {
    SendMessage: action({
      input: Entry.extend(Url.shape),
      permissions: on('SendMessage'),
      answer: (input) => send(store.find(input.QueueUrl), input),
    }),
    SendMessageBatch: action({
      input: Url.extend({ Entries: z.array(EntryOfBatch) }),
      permissions: on('SendMessage'),
      answer: (input) => each(store.find(input.QueueUrl), input.Entries, send),
    }),
    ReceiveMessage: action({
      input: ReceiveMessage,
      permissions: on('ReceiveMessage'),
      answer(input) {
        const max = inRange('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 10, 1);
        const timeoutMs =
          input.VisibilityTimeout === undefined ? [] : [input.VisibilityTimeout * 1000];
        const messages = store.receive(store.find(input.QueueUrl), max, ...timeoutMs);
        return messages.length === 0 ? {} : { Messages: messages.map(asReceived) };
      },
    }),
    DeleteMessage: action({
      input: Url.extend(Receipt.shape),
      permissions: on('DeleteMessage'),
      answer: (input) => remove(store.find(input.QueueUrl), input.ReceiptHandle),
    }),
    DeleteMessageBatch: action({
      input: Url.extend({ Entries: z.array(Receipt.extend({ Id: z.string() })) }),
      permissions: on('DeleteMessage'),
      answer: (input) =>
        each(store.find(input.QueueUrl), input.Entries, (queue, { ReceiptHandle }) =>
          remove(queue, ReceiptHandle),
        ),
    }),
    ChangeMessageVisibility: action({
      input: Url.extend(Visibility.shape),
      permissions: on('ChangeMessageVisibility'),
      answer: (input) => hide(store.find(input.QueueUrl), input),
    }),
  };
}

/** Answers each entry of a batch by itself: one that is refused does not hurt the others. */
function each<E extends { readonly Id: string }>(
  queue: Queue,
  entries: readonly E[],
  answer: (queue: Queue, entry: E) => Body,
): Body {
  if (entries.length === 0) throw new ApiError('EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > 10) {
    throw new ApiError('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new ApiError('BatchEntryIdsNotDistinct', 'Two entries have the same Id.');
  }
  const Successful: Body[] = [];
  const Failed: Body[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...answer(queue, entry) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function draftOf(queue: Queue, entry: z.infer<typeof Entry>): Draft {
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

function inRange(name: string, value: number, max: number, min = 0): number {
  if (value >= min && value <= max) return value;
  throw invalid(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
  );
}

const invalid = (message: string): ApiError => new ApiError('InvalidParameterValue', message);

function findByReceipt(queue: Queue, receiptHandle: string): Message {
  const message = queue.messages.find((candidate) => candidate.receiptHandle === receiptHandle);
  if (message) return message;
  throw new ApiError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}

function asReceived(message: Message): Body {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: attributesOf(message),
    ...(isBody(message.attributes) && Object.keys(message.attributes).length > 0
      ? { MessageAttributes: message.attributes }
      : {}),
  };
}

/** What SQS tells of a message, all of it text. */
export function attributesOf(message: Message): { readonly [name: string]: string } {
  return {
    ApproximateReceiveCount: `${message.receiveCount}`,
    SentTimestamp: `${message.sentAt}`,
    SenderId: 'AROAEXAMPLEROLEID:local',
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedAt}`,
    ...(message.groupId === null
      ? {}
      : { SequenceNumber: message.sequenceNumber, MessageGroupId: message.groupId }),
    ...(message.deduplicationId === null
      ? {}
      : { MessageDeduplicationId: message.deduplicationId }),
  };
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
