import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Body, type Permission } from '../types.ts';
import { each } from './batch.ts';
import { draftOf, Entry, inRange } from './draft.ts';
import type { Message, Queue } from './queue.ts';
import { asReceived, md5 } from './received.ts';
import type { Store } from './store.ts';

const EntryOfBatch = Entry.extend({ Id: z.string() });
const ReceiveMessage = z.object({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.number().int().optional(),
  VisibilityTimeout: z.number().int().optional(),
});
const Receipt = z.object({ ReceiptHandle: z.string() });
const Visibility = Receipt.extend({ VisibilityTimeout: z.number().int() });
const Url = z.object({ QueueUrl: z.string() });

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
    ChangeMessageVisibilityBatch: action({
      input: Url.extend({ Entries: z.array(Visibility.extend({ Id: z.string() })) }),
      permissions: on('ChangeMessageVisibility'),
      answer: (input) => each(store.find(input.QueueUrl), input.Entries, hide),
    }),
  };
}

function findByReceipt(queue: Queue, receiptHandle: string): Message {
  const message = queue.messages.find((candidate) => candidate.receiptHandle === receiptHandle);
  if (message) return message;
  throw new ApiError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}
