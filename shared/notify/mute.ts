import type { NotifyConfig, Route, TimeInterval } from '../config/types.ts';
import { endOf, isIn } from './time-interval.ts';

/** Why something is not told now, in words, and when that is worth looking at again. */
export type Muted = { readonly why: string; readonly untilMs: number };

/**
 * Alertmanager's rule: a route is mute during any of its `muteTimeIntervals`, and outside of all of its
 * `activeTimeIntervals` where it has any.
 */
export function mutedByTime(
  route: Route,
  { timeIntervals }: NotifyConfig,
  now: Date,
): Muted | null {
  const named = (names: readonly string[]) =>
    timeIntervals.filter(({ name }) => names.includes(name));
  const mute = named(route.muteTimeIntervals);
  const active = named(route.activeTimeIntervals);
  const reason = (at: Date): string | null => reasonOf(mute, active, at);
  const why = reason(now);
  if (why === null) return null;
  const until = endOf([...mute, ...active], now, (at) => reason(at) !== null);
  return { why, untilMs: until.getTime() };
}

function reasonOf(
  mute: readonly TimeInterval[],
  active: readonly TimeInterval[],
  at: Date,
): string | null {
  const muting = mute.find((interval) => isIn(interval, at));
  if (muting) return `muted during the time interval ${muting.name}`;
  if (active.length === 0 || active.some((interval) => isIn(interval, at))) return null;
  return `outside of the time interval ${active.map(({ name }) => name).join(' and ')}`;
}
