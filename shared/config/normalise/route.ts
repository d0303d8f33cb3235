import { defaults } from '../defaults.ts';
import { parseMatcher } from '../matchers.ts';
import type { Matcher, Route } from '../types.ts';
import type { Branch, Route as WrittenRoute } from '../written/route.ts';
import { milliseconds } from './milliseconds.ts';

type Inherited = Pick<Route, 'receiver' | 'groupBy' | 'groupIntervalMs' | 'repeatIntervalMs'>;

/** The tree with what every node inherits filled in: receiver, `groupBy` and timing, as in Alertmanager. */
export const normaliseRoute = (written: WrittenRoute, receiver: string): Route =>
  node(
    { ...written, receiver, matchers: [] },
    {
      receiver,
      groupBy: null,
      groupIntervalMs: milliseconds(defaults.groupInterval),
      repeatIntervalMs: milliseconds(defaults.repeatInterval),
    },
  );

function node(written: Branch, parent: Inherited): Route {
  const { groupInterval, repeatInterval } = written;
  const inherited = {
    receiver: written.receiver ?? parent.receiver,
    groupBy: written.groupBy ?? parent.groupBy,
    groupIntervalMs: groupInterval ? milliseconds(groupInterval) : parent.groupIntervalMs,
    repeatIntervalMs: repeatInterval ? milliseconds(repeatInterval) : parent.repeatIntervalMs,
  };
  return {
    ...inherited,
    matchers: written.matchers.map(readMatcher),
    muteTimeIntervals: written.muteTimeIntervals ?? [],
    activeTimeIntervals: written.activeTimeIntervals ?? [],
    continue: written.continue ?? false,
    routes: (written.routes ?? []).map((child) => node(child, inherited)),
  };
}

/** Reads what the schema has let through. */
export function readMatcher(text: string): Matcher {
  const parsed = parseMatcher(text);
  if ('problem' in parsed) throw new Error('normalise was given what the schema refuses');
  return parsed;
}
