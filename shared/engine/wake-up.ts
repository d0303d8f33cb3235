import { BadInput } from '../core/errors.ts';
import type { Call, CallDue } from '../core/signal.ts';
import type { World } from '../core/world.ts';
import { wakeUps } from '../notify/wake.ts';

/** Whether a call is for an incident, and no playbook's. */
export const isWakeUp = ({ playbook }: Call): boolean => playbook === wakeUps;

/**
 * Hands a wake-up on to its receiver's message group, where it is told in order with everything else. It may come
 * twice: the second finds nothing due.
 */
export async function handOn(
  { id, call: { about } }: CallDue,
  { notices }: Pick<World, 'notices'>,
): Promise<void> {
  const { receiver, incident } = about;
  if (typeof receiver !== 'string' || typeof incident !== 'string') {
    throw new BadInput('a wake-up should name a receiver and an incident');
  }
  await notices.wake(receiver, incident, id);
}
