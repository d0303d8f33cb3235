import { parseMatcher } from '../matchers.ts';
import type { Matcher, Route } from '../types.ts';
import type { Branch, Route as WrittenRoute } from '../written/route.ts';

/** The tree with what every node inherits filled in: receiver and `groupBy`, as in Alertmanager. */
export const normaliseRoute = (written: WrittenRoute, receiver: string): Route =>
  node({ ...written, receiver, matchers: [] }, { receiver, groupBy: null });

function node(written: Branch, parent: Pick<Route, 'receiver' | 'groupBy'>): Route {
  const inherited = {
    receiver: written.receiver ?? parent.receiver,
    groupBy: written.groupBy ?? parent.groupBy,
  };
  return {
    ...inherited,
    matchers: written.matchers.map(read),
    continue: written.continue ?? false,
    routes: (written.routes ?? []).map((child) => node(child, inherited)),
  };
}

function read(text: string): Matcher {
  const parsed = parseMatcher(text);
  if ('problem' in parsed) throw new Error('normalise was given what the schema refuses');
  return parsed;
}
