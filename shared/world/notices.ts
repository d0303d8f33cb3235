import { createHash } from 'node:crypto';
import type { Notices } from '../core/world.ts';
import { fitting } from './fitting.ts';
import type { Queues } from './queue.ts';

/** One message group per receiver: notices for one of them are delivered in order, and one at a time. */
export const notices = ({ send, hide }: Queues, queueUrl: string): Notices => ({
  async send(receiver, notice) {
    await send({
      QueueUrl: queueUrl,
      MessageGroupId: groupOf(receiver),
      MessageDeduplicationId: sha256(`${notice.id}#${receiver}#${notice.incident}`),
      body: { receiver, notice: fitting(receiver, notice) },
    });
  },
  async wake(receiver, incident, id) {
    await send({
      QueueUrl: queueUrl,
      MessageGroupId: groupOf(receiver),
      MessageDeduplicationId: sha256(id),
      body: { receiver, wake: incident },
    });
  },
  async putOff(receiptHandles, delayMs) {
    await hide(queueUrl, receiptHandles, Math.min(mostHiddenSeconds, Math.ceil(delayMs / 1_000)));
  },
});

const mostHiddenSeconds = 12 * 60 * 60;

/** SQS takes ASCII letters, digits and punctuation, 128 of them; any other name stands as its hash. */
const groupOf = (receiver: string): string =>
  /^[\x21-\x7e]{1,128}$/.test(receiver) ? receiver : sha256(receiver);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
