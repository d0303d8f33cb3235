import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { Receiver } from '../config/types.ts';
import { BadInput, messageOf } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import { deliver } from '../notify/deliver.ts';
import { readNotice } from '../wire/notice.ts';
import { failuresOf } from './batch.ts';
import type { Setting } from './setting.ts';
import { count, logger } from './telemetry.ts';

/** The stack's own topic: who is told when a receiver cannot be. */
const fallback: Receiver = { name: 'fallback', sns: { topicArn: null, format: 'text' } };

/** As often as the queue delivers a message (`maxReceiveCount` in serverless.yml), once every few minutes. */
const mostTries = 5;

/**
 * Delivers a batch of the `notices` queue, all notices of one receiver together. A receiver that cannot be
 * reached now gets its messages again; what it cannot be told in the last of these tries, or never will be (a
 * channel that does not exist), is told to the stack's own topic, with why.
 */
export async function deliverBatch(
  records: readonly SQSRecord[],
  setting: Setting,
): Promise<SQSBatchResponse> {
  const { receivers, unread } = byReceiver(records);
  const failed: SQSRecord[] = [...unread];
  for (const [receiver, messages] of receivers) {
    try {
      failed.push(...(await deliverTo(receiver, messages, setting)));
    } catch (thrown) {
      deliveredAgain(receiver, thrown);
      failed.push(...messages.map(({ record }) => record));
    }
  }
  return failuresOf(failed);
}

function deliveredAgain(receiver: string, thrown: unknown): void {
  count('DeliveredAgain');
  logger.error('notices will be delivered again', { receiver, thrown });
}

type Message = { readonly record: SQSRecord; readonly notice: Notice };

/** A message that cannot be read holds up none of its neighbours: it alone ends in the dead-letter queue. */
function byReceiver(records: readonly SQSRecord[]) {
  const receivers = new Map<string, Message[]>();
  const unread: SQSRecord[] = [];
  for (const record of records) {
    try {
      const { receiver, notice } = readNotice(record);
      receivers.set(receiver, [...(receivers.get(receiver) ?? []), { record, notice }]);
    } catch (thrown) {
      if (!(thrown instanceof BadInput)) throw thrown;
      logger.error('a notice cannot be read', { messageId: record.messageId, thrown });
      unread.push(record);
    }
  }
  return { receivers, unread };
}

/** Answers what has to be delivered again. */
async function deliverTo(
  name: string,
  messages: readonly Message[],
  setting: Setting,
): Promise<readonly SQSRecord[]> {
  const receiver = setting.config.notify.receivers.find((one) => one.name === name);
  try {
    if (!receiver)
      throw new BadInput(`there is no receiver "${name}" in the configuration any more`);
    await deliver(noticesOf(messages), receiver, setting.world);
    count('Notices', messages.length);
    return [];
  } catch (thrown) {
    const isFinal = (message: Message) => thrown instanceof BadInput || isLastTry(message);
    const final = messages.filter(isFinal);
    if (final.length > 0) await tellInstead(name, final, thrown, setting);
    const again = messages.filter((message) => !isFinal(message));
    if (again.length > 0) deliveredAgain(name, thrown);
    return again.map(({ record }) => record);
  }
}

const isLastTry = ({ record }: Message): boolean =>
  Number(record.attributes.ApproximateReceiveCount) >= mostTries;

const noticesOf = (messages: readonly Message[]): readonly Notice[] =>
  messages.map(({ notice }) => notice);

async function tellInstead(
  receiver: string,
  messages: readonly Message[],
  thrown: unknown,
  { world }: Setting,
): Promise<void> {
  logger.error("told the stack's own topic instead", { receiver, thrown });
  count('Notices', messages.length);
  const field = { name: `Not told to ${receiver}`, value: messageOf(thrown) };
  const told = noticesOf(messages).map((notice) => ({
    ...notice,
    fields: [...notice.fields, field],
  }));
  await deliver(told, fallback, world);
}
