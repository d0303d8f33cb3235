import type { Incident } from '../core/incident.ts';
import type { Call } from '../core/signal.ts';
import type { World } from '../core/world.ts';

/** Whose calls of the `later` queue are wake-ups of incidents. */
export const wakeUps = 'notify';

/**
 * Has the incident looked at again at a time, unless it will be before: one wake-up per interval, not one per
 * notice. Answers the incident that knows of it.
 */
export async function wakeAt(
  incident: Incident,
  atMs: number | null,
  { clock, later }: Pick<World, 'clock' | 'later'>,
): Promise<Incident> {
  if (atMs === null) return incident;
  const nowMs = clock.now().getTime();
  const ahead = incident.pace.wakes.filter((at) => Date.parse(at) > nowMs);
  if (ahead.some((at) => Date.parse(at) <= atMs)) return incident;
  const at = new Date(atMs).toISOString();
  await later.call(wakeUp(incident, at), at);
  return { ...incident, pace: { ...incident.pace, wakes: [at, ...ahead] } };
}

const wakeUp = ({ receiver, key }: Incident, at: string): Call => ({
  id: `${wakeUps}#${receiver}#${key}#${at}`,
  playbook: wakeUps,
  about: { what: 'wake', receiver, incident: key },
});
