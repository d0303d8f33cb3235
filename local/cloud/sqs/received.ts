import { createHash } from 'node:crypto';
import type { Body } from '../types.ts';
import type { Message } from './queue.ts';

/** A message as ReceiveMessage answers it. */
export function asReceived(message: Message): Body {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: attributesOf(message),
    ...(Object.keys(message.attributes).length > 0
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
    ...(message.source === undefined ? {} : { DeadLetterQueueSourceArn: message.source }),
    ...(message.deduplicationId === null
      ? {}
      : { MessageDeduplicationId: message.deduplicationId }),
  };
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
