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
const fallback: Receiver = { name: 'fallback', sns: { topicArn: null } };

/**
 * Delivers a batch of the `notices` queue, all notices of one receiver together. A receiver that cannot be
 * reached now gets its messages again; one that never will (a channel that does not exist) has them told to the
 * stack's own topic, with why.
 */
export async function deliverBatch(
  records: readonly SQSRecord[],
  setting: Setting,
): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  for (const [receiver, messages] of byReceiver(records)) {
    try {
      await deliverTo(
        receiver,
        messages.map(({ notice }) => notice),
        setting,
      );
      count('Notices', messages.length);
    } catch (thrown) {
      count('DeliveredAgain');
      logger.error('notices will be delivered again', { receiver, thrown });
      failed.push(...messages.map(({ record }) => record));
    }
  }
  return failuresOf(failed);
}

type Message = { readonly record: SQSRecord; readonly notice: Notice };

function byReceiver(records: readonly SQSRecord[]): Map<string, Message[]> {
  const receivers = new Map<string, Message[]>();
  for (const record of records) {
    const { receiver, notice } = readNotice(record);
    receivers.set(receiver, [...(receivers.get(receiver) ?? []), { record, notice }]);
  }
  return receivers;
}

async function deliverTo(name: string, notices: readonly Notice[], setting: Setting) {
  const receiver = setting.config.notify.receivers.find((one) => one.name === name);
  try {
    if (!receiver)
      throw new BadInput(`there is no receiver "${name}" in the configuration any more`);
    await deliver(notices, receiver, setting.world);
  } catch (thrown) {
    if (!(thrown instanceof BadInput)) throw thrown;
    logger.error("told the stack's own topic instead", { receiver: name, thrown });
    const field = { name: `Not told to ${name}`, value: messageOf(thrown) };
    const told = notices.map((notice) => ({ ...notice, fields: [...notice.fields, field] }));
    await deliver(told, fallback, setting.world);
  }
}
