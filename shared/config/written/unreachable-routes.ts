import { hasLabel, matcherText, parseMatcher } from '../matchers.ts';
import type { Matcher } from '../types.ts';
import type { RouteProblem } from './problems-of-routes.ts';
import type { Branch } from './route.ts';

/**
 * Routes that no notice ever comes to: what they and the routes above them ask for is never all true, or a route before
 * them takes all of it. Only what can be said for sure is: a value that a matcher names tells whether others match.
 *
 * @param above what the routes on the way down ask for.
 */
export function unreachableIn(
  routes: readonly Branch[],
  path: readonly (string | number)[],
  above: readonly Matcher[] = [],
): RouteProblem[] {
  const asked = routes.map(({ matchers }) => [...above, ...matchers.flatMap(readable)]);
  return routes.flatMap((route, index) => {
    const all = asked[index] ?? [];
    const here = [...path, 'routes', index];
    const message = contradiction(all) ?? takenBefore(routes, asked, index);
    if (message !== null) return [{ path: here, message: `nothing reaches it: ${message}` }];
    return unreachableIn(route.routes ?? [], here, all);
  });
}

/** What cannot be read is a problem of its own. */
function readable(text: string): readonly Matcher[] {
  const parsed = parseMatcher(text);
  return 'problem' in parsed ? [] : [parsed];
}

function contradiction(all: readonly Matcher[]): string | null {
  for (const exact of all.filter(({ operator }) => operator === '=')) {
    const against = all.find((other) => decided(exact, other) === false);
    if (against) return `nothing has both ${matcherText(exact)} and ${matcherText(against)}`;
  }
  return null;
}

function takenBefore(
  routes: readonly Branch[],
  asked: readonly (readonly Matcher[])[],
  index: number,
): string | null {
  const all = asked[index] ?? [];
  const earlier = routes.slice(0, index).findIndex((other, at) => {
    const wanted = asked[at] ?? [];
    return !other.continue && wanted.every((one) => all.some((given) => implies(given, one)));
  });
  if (earlier < 0) return null;
  return `routes[${earlier}] takes all that it matches; put this one first, or give that one \`continue: true\``;
}

const implies = (given: Matcher, one: Matcher): boolean =>
  isAnything(one) || matcherText(given) === matcherText(one) || decided(given, one) === true;

/** Whether what has exactly this value matches the other, `null` where that says nothing. */
const decided = ({ label, operator, value }: Matcher, other: Matcher): boolean | null =>
  operator === '=' && label === other.label ? hasLabel({ [label]: value }, other) : null;

const isAnything = ({ operator, value }: Matcher): boolean => operator === '=~' && value === '.*';
