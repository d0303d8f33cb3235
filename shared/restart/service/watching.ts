import type { CallLater } from '../../core/decision.ts';
import { callOf, type Watch } from './calls.ts';

const hourMs = 3_600_000;

/** After this long nobody is helped by another look; the incident stays as it is. */
const longestMs = 7 * 24 * hourMs;

/** How a watch comes back: after a window at first, every hour from the second day on, not at all after a week. */
export function comeBack(watch: Watch, now: string): readonly CallLater[] {
  const watchedMs = Date.parse(now) - Date.parse(watch.since);
  if (watchedMs > longestMs) return [];
  const waitMs = watchedMs > 24 * hourMs ? hourMs : watch.windowMs;
  const at = new Date(Date.parse(now) + waitMs).toISOString();
  return [{ do: 'call-later', at, call: callOf(watch, at) }];
}
