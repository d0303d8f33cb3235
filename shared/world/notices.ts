import { createHash } from 'node:crypto';
import type { Notices } from '../core/world.ts';
import { fitting } from './fitting.ts';
import type { Queues } from './queue.ts';

/** One message group per receiver: notices for one of them are delivered in order, and one at a time. */
export const notices = (
  { send, hide }: Queues,
  urls: { readonly notices: string; readonly undelivered: string },
): Notices => ({
  async send(receiver, notice) {
    await send({
      QueueUrl: urls.notices,
      MessageGroupId: groupOf(receiver),
      MessageDeduplicationId: sha256(`${notice.id}#${receiver}#${notice.incident}`),
      body: { receiver, notice: fitting(receiver, notice) },
    });
  },
  async wake(receiver, incident, id) {
    await send({
      QueueUrl: urls.notices,
      MessageGroupId: groupOf(receiver),
      MessageDeduplicationId: sha256(id),
      body: { receiver, wake: incident },
    });
  },
  async setAside({ id, receiver, body }, why) {
    await send({
      QueueUrl: urls.undelivered,
      MessageGroupId: groupOf(receiver),
      MessageDeduplicationId: id,
      MessageAttributes: {
        why: { DataType: 'String', StringValue: why.slice(0, mostWhyCharacters) || 'unknown' },
      },
      body: JSON.parse(body),
    });
  },
  async putOff(receiptHandles, delayMs) {
    await hide(
      urls.notices,
      receiptHandles,
      Math.min(mostHiddenSeconds, Math.ceil(delayMs / 1_000)),
    );
  },
});

const mostWhyCharacters = 1_000;

const mostHiddenSeconds = 12 * 60 * 60;

/** SQS takes ASCII letters, digits and punctuation, 128 of them; any other name stands as its hash. */
const groupOf = (receiver: string): string =>
  /^[\x21-\x7e]{1,128}$/.test(receiver) ? receiver : sha256(receiver);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
