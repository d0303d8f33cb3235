import { messageOf, Unavailable } from '../core/errors.ts';
import type { Playbook } from '../core/playbook.ts';
import type { Recorded, RecordKey } from '../core/record.ts';
import type { Signal } from '../core/signal.ts';
import { carryOut } from './carry-out.ts';
import type { Setting } from './setting.ts';
import { count, logger } from './telemetry.ts';

/**
 * The loop: for each playbook that covers the signal, lease it, look, decide, write the decision down, and only
 * then do it. A redelivery resumes the decision that was written down, skipping what is done; so nothing is
 * decided twice, and nothing is done twice.
 *
 * @param until when this invocation would time out; the lease ends then, for the redelivery to take over.
 * @throws Unavailable when something may go better later; every other playbook has been worked on by then.
 */
export async function react(
  signal: Signal,
  playbooks: readonly Playbook[],
  setting: Setting,
  until: Date,
): Promise<void> {
  const postponed: unknown[] = [];
  for (const playbook of playbooks.filter(({ covers }) => covers(signal))) {
    try {
      await reactWith(playbook, signal, setting, until);
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
      postponed.push(thrown);
    }
  }
  if (postponed.length > 0) {
    throw new Unavailable(postponed.map(messageOf).join('; '), { cause: postponed[0] });
  }
}

async function reactWith(
  playbook: Playbook,
  signal: Signal,
  setting: Setting,
  until: Date,
): Promise<void> {
  const key: RecordKey = { signalId: signal.id, playbook: playbook.name };
  const lease = await setting.world.records.lease(key, until);
  if (lease.status === 'done') return;
  if (lease.status === 'busy') {
    throw new Unavailable(
      `${signal.id} is being worked on by ${playbook.name} until ${lease.until}`,
    );
  }
  const resumed = lease.recorded !== null;
  const recorded = lease.recorded ?? (await decide(playbook, signal, key, setting));
  await carryOut(recorded, key, resumed, setting);
}

async function decide(
  playbook: Playbook,
  signal: Signal,
  key: RecordKey,
  { world, config }: Setting,
): Promise<Recorded> {
  const { facts, decision } = await playbook.consider(signal, world, config);
  await world.records.decided(key, { signal, facts, decision });
  const { verdict, reasons } = decision;
  const against = reasons.filter(({ holds }) => !holds).map(({ rule }) => rule);
  logger.info('decided', { signal: signal.id, playbook: key.playbook, verdict, against });
  count('Decisions');
  return { signal, facts, decision, outcomes: [] };
}
