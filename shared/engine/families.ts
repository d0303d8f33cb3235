import { createHash } from 'node:crypto';
import { BadInput, NotOurs } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { NotUnderstood } from '../core/signal.ts';
import { notUnderstood } from './not-understood.ts';
import { react } from './react.ts';
import type { Setting } from './setting.ts';
import { count, logger } from './telemetry.ts';

/**
 * Does `work` on an event and sorts what it throws: what is not ours is counted; what cannot be read is kept and
 * told once; the rest is thrown on, for Lambda to deliver the event again.
 */
export async function byFamily(
  event: Json,
  setting: Setting,
  until: Date,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof NotOurs) {
      logger.info('not ours', { because: thrown.message });
      count('NotOurs');
    } else if (thrown instanceof BadInput) {
      logger.error('not understood', thrown);
      count('NotUnderstood');
      const signal = signalOfUnread(event, thrown.message, setting.world.clock.now());
      await react(signal, [notUnderstood], setting, until);
    } else {
      count('DeliveredAgain');
      throw thrown;
    }
  }
}

/** The id is a digest of the event's text, so that every delivery of it is the same signal. */
function signalOfUnread(event: Json, why: string, now: Date): NotUnderstood {
  const digest = createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32);
  return {
    kind: 'not-understood',
    id: `not-understood#${digest}`,
    at: now.toISOString(),
    account: '',
    region: '',
    event,
    why,
  };
}
