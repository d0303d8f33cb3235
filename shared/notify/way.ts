import type { NotifyConfig, Receiver, Route } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import { routesFor } from './route.ts';

/** Who is told what another receiver could not be, unless `notify.fallback` names somebody: the stack's own topic. */
const ownTopic: Receiver = { name: 'fallback', sns: { topicArn: null, format: 'text' } };

/** The receiver of that name, of those in the configuration and the stack's own. */
export const receiverOf = (name: string, { receivers }: NotifyConfig): Receiver | undefined =>
  receivers.find((one) => one.name === name) ??
  [ownTopic, { ...ownTopic, name: 'default' }].find((one) => one.name === name);

/** Who is told what `name` could not be; never `name` itself. */
export function fallbackFor(name: string, notify: NotifyConfig): Receiver {
  const chosen = notify.receivers.find((one) => one.name === notify.fallback);
  return chosen && chosen.name !== name ? chosen : ownTopic;
}

/**
 * The route by which an incident comes to its receiver, as the configuration is now: its timing and its intervals
 * hold. Where none leads there any more, the root's timing does.
 */
export function wayOf(
  { latest, key, receiver }: Pick<Incident, 'latest' | 'key' | 'receiver'>,
  notify: NotifyConfig,
): Route {
  const found = routesFor({ ...latest, incident: key }, notify).find(
    (one) => one.receiver.name === receiver && one.incident === key,
  );
  return found?.route ?? { ...notify.route, muteTimeIntervals: [], activeTimeIntervals: [] };
}
