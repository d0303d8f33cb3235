import { BadInput, messageOf } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import { type Delivered, type Delivering, deliver } from '../notify/deliver.ts';
import { fallbackFor } from '../notify/way.ts';
import { logger } from './telemetry.ts';

/**
 * Tells the fallback what a receiver could not be told, with why. That is more than the notices at hand: those
 * before them may have been waiting for the next update. A fallback that never can be told either holds up nobody: the
 * notices are kept even so, and who looks after the queue that keeps them is alarmed.
 *
 * @throws what a channel of the fallback failed with that may go better later.
 */
export async function tellInstead(
  receiver: string,
  { incident, failures }: Delivered,
  notices: readonly Notice[],
  key: string,
  by: Delivering,
): Promise<void> {
  const fallback = fallbackFor(receiver, by.notify);
  logger.error('tells the fallback instead', { receiver, fallback: fallback.name, failures });
  const field = {
    name: `Not told to ${receiver}`,
    value: failures.map(messageOf).join('; '),
  };
  const all = [incident?.trouble ?? [], incident?.latest ?? [], notices].flat();
  const told = all
    .filter(({ id }, index) => index === all.findIndex((other) => other.id === id))
    .map((notice) => ({ ...notice, fields: [...notice.fields, field] }));
  const { failures: own } = await deliver(key, told, fallback, by);
  const passing = own.find((failure) => !(failure instanceof BadInput));
  if (passing !== undefined) throw passing;
  if (own.length === 0) return;
  logger.error('the fallback cannot be told either', { fallback: fallback.name, failures: own });
}
