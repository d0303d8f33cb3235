import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { BadInput, messageOf } from '../core/errors.ts';
import { type Delivering, deliver } from '../notify/deliver.ts';
import { askingOnce } from '../notify/quiet.ts';
import { receiverOf } from '../notify/way.ts';
import { type Delivery, readNotice } from '../wire/notice.ts';
import { failuresOf } from './batch.ts';
import type { Setting } from './setting.ts';
import { count, late, logger } from './telemetry.ts';
import { tellInstead } from './tell-instead.ts';
import { isLastTry, putOffAsAsked } from './tries.ts';

/** A message of the `notices` queue that could be read. */
export type Message = Delivery & { readonly record: SQSRecord };

type By = Delivering & { readonly world: Pick<Setting['world'], 'notices'> };

/**
 * Delivers a batch of the `notices` queue, all notices of one incident together. A receiver that cannot be reached
 * now gets its messages again, when it asks to be left alone for a while after that; what it cannot be told in the
 * last of these tries, or never will be (a channel that does not exist), is told to the fallback, with why.
 */
export async function deliverBatch(
  records: readonly SQSRecord[],
  { world, config }: Setting,
): Promise<SQSBatchResponse> {
  const by = { world, notify: config.notify, asked: askingOnce(world.memory) };
  const { receivers, unread } = byReceiver(records);
  const failed: SQSRecord[] = await kept(unread, world);
  for (const [receiver, messages] of receivers) {
    failed.push(...(await deliverTo(receiver, messages, by)));
  }
  return failuresOf(failed);
}

type Unread = { readonly record: SQSRecord; readonly why: string };

/**
 * Keeps what cannot be read in the failed-events queue, raw and with why: tried again it would hold up its receiver's
 * whole message group and be no better. Answers what could not be kept, and has to come again.
 */
async function kept(
  unread: readonly Unread[],
  { deadLetters }: Pick<Setting['world'], 'deadLetters'>,
): Promise<SQSRecord[]> {
  const again: SQSRecord[] = [];
  for (const { record, why } of unread) {
    try {
      await deadLetters.keep({ event: record.body, why });
      count('NotUnderstood');
    } catch (thrown) {
      logger.error('a notice that cannot be read could not be kept', { thrown });
      again.push(record);
    }
  }
  return again;
}

/** A message that cannot be read holds up none of its neighbours. */
function byReceiver(records: readonly SQSRecord[]) {
  const receivers = new Map<string, Message[]>();
  const unread: Unread[] = [];
  for (const record of records) {
    try {
      const delivery = readNotice(record);
      const { receiver } = delivery;
      receivers.set(receiver, [...(receivers.get(receiver) ?? []), { ...delivery, record }]);
    } catch (thrown) {
      if (!(thrown instanceof BadInput)) throw thrown;
      logger.error('a notice cannot be read', { messageId: record.messageId, thrown });
      unread.push({ record, why: thrown.message });
    }
  }
  return { receivers, unread };
}

/**
 * Answers what has to be delivered again: in a FIFO group that is the first message that failed, and everything
 * after it, told or not. What was told is in its incident, so it is not told twice.
 */
async function deliverTo(
  receiver: string,
  messages: readonly Message[],
  by: By,
): Promise<readonly SQSRecord[]> {
  const failures = new Map<string, readonly unknown[]>();
  for (const [incident, some] of Map.groupBy(messages, (one) => one.incident)) {
    failures.set(incident, await deliverIncident(receiver, incident, some, by));
  }
  const first = messages.findIndex(({ incident }) => (failures.get(incident) ?? []).length > 0);
  if (first < 0) return [];
  const again = messages.slice(first).map(({ record }) => record);
  const thrown = [...failures.values()].flat();
  count('DeliveredAgain');
  logger.error('notices will be delivered again', { receiver, thrown });
  await putOffAsAsked(again, thrown, by.world.notices);
  return again;
}

/** Answers the failures for which its messages have to come again. */
async function deliverIncident(
  name: string,
  incident: string,
  messages: readonly Message[],
  by: By,
): Promise<readonly unknown[]> {
  const notices = messages.flatMap(({ notice }) => notice ?? []);
  try {
    const receiver = receiverOf(name, by.notify);
    const delivered = receiver
      ? await deliver(incident, notices, receiver, by)
      : { incident: null, failures: [unknownReceiver(name)] };
    const { failures } = delivered;
    const quiet = delivered.incident?.pace.quiet;
    if (quiet) {
      count('KeptQuiet');
      logger.info('kept quiet', { receiver: name, incident, ...quiet });
    }
    const isFinal =
      failures.every((failure) => failure instanceof BadInput) || messages.some(wasLastTry(by));
    if (failures.length > 0 && !isFinal) return failures;
    if (failures.length > 0) {
      await tellInstead(name, delivered, notices, incident, by);
      await setAside(messages, failures, by.world);
    }
    count('Notices', notices.length);
    for (const { at } of notices) late('NoticeLag', at, by.world.clock.now());
    return [];
  } catch (thrown) {
    return [thrown];
  }
}

/** The fallback knows of it; its receiver may yet be told, by `deckhand redrive`, when that is mended. */
async function setAside(
  messages: readonly Message[],
  failures: readonly unknown[],
  { notices }: By['world'],
): Promise<void> {
  const why = failures.map(messageOf).join('; ');
  for (const { receiver, record } of messages) {
    await notices.setAside({ id: record.messageId, receiver, body: record.body }, why);
  }
}

const wasLastTry =
  ({ world }: Delivering) =>
  ({ record }: Message): boolean =>
    isLastTry(record, world.clock.now());

const unknownReceiver = (name: string): BadInput =>
  new BadInput(`there is no receiver "${name}" in the configuration any more`);
