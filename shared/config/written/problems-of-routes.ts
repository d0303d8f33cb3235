import { defaults } from '../defaults.ts';
import { suggestion } from '../nearest.ts';
import type { Branch, Route } from './route.ts';

/** Something wrong in the tree, and where: a path below `notify`. */
export type RouteProblem = { readonly path: (string | number)[]; readonly message: string };

type Node = Pick<Branch, 'receiver' | 'routes'>;

/** What the shape alone does not tell: receivers that do not exist, and routes that nothing reaches. */
export function problemsOfRoutes(
  route: Route | undefined,
  written: readonly string[],
): RouteProblem[] {
  const receivers = written.length === 0 ? [defaults.receiver] : written;
  const below = problemsOf(route ?? {}, ['route'], receivers);
  if (route?.receiver !== undefined || receivers.length === 1) return below;
  const message = `is required: which of ${receivers.join(', ')} gets the notices`;
  return [{ path: ['route', 'receiver'], message }, ...below];
}

function problemsOf(
  { receiver, routes = [] }: Node,
  path: (string | number)[],
  receivers: readonly string[],
): RouteProblem[] {
  return [
    ...unknownReceiver([...path, 'receiver'], receiver, receivers),
    ...unreachable(routes, path),
    ...routes.flatMap((child, index) => problemsOf(child, [...path, 'routes', index], receivers)),
  ];
}

function unknownReceiver(
  path: (string | number)[],
  name: string | undefined,
  names: readonly string[],
): RouteProblem[] {
  if (name === undefined || names.includes(name)) return [];
  const there = suggestion(name, names) || `, there is ${names.join(', ')}`;
  return [{ path, message: `unknown receiver \`${name}\`${there}` }];
}

/** A route whose matchers include all of those of an earlier one, which keeps what it matches, never gets anything. */
function unreachable(routes: readonly Branch[], path: (string | number)[]): RouteProblem[] {
  return routes.flatMap((route, index) => {
    const earlier = routes
      .slice(0, index)
      .findIndex((other) => !other.continue && isSubset(other.matchers, route.matchers));
    if (earlier < 0) return [];
    const message = `nothing reaches it: routes[${earlier}] takes all that it matches; put this one first, or give that one \`continue: true\``;
    return [{ path: [...path, 'routes', index], message }];
  });
}

const isSubset = (some: readonly string[], all: readonly string[]): boolean =>
  some.every((matcher) => all.some((other) => plain(other) === plain(matcher)));

const plain = (matcher: string): string => matcher.replaceAll(/[\s"]/g, '');
