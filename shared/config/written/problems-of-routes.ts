import { defaults } from '../defaults.ts';
import { suggestion } from '../nearest.ts';
import type { Branch, Route } from './route.ts';
import { unreachableIn } from './unreachable-routes.ts';

/** Something wrong in the tree, and where: a path below `notify`. */
export type RouteProblem = { readonly path: (string | number)[]; readonly message: string };

type Node = Pick<Branch, 'receiver' | 'routes' | 'muteTimeIntervals' | 'activeTimeIntervals'>;

/** The names that routes may use. */
type Names = { readonly receivers: readonly string[]; readonly timeIntervals: readonly string[] };

type Named = readonly { readonly name: string }[];

/** What the shape alone does not tell: names of what does not exist, and routes that nothing reaches. */
export function problemsOfRoutes(notify: {
  readonly route?: Route;
  readonly fallback?: string;
  readonly receivers?: Named;
  readonly timeIntervals?: Named;
}): RouteProblem[] {
  const { route, receivers = [], timeIntervals = [] } = notify;
  const names = {
    receivers: receivers.length === 0 ? [defaults.receiver] : receivers.map(({ name }) => name),
    timeIntervals: timeIntervals.map(({ name }) => name),
  };
  const below = [
    ...problemsOf(route ?? {}, ['route'], names),
    ...unreachableIn(route?.routes ?? [], ['route']),
    ...unknownReceiver(['fallback'], notify.fallback, names.receivers),
  ];
  if (route?.receiver !== undefined || names.receivers.length === 1) return below;
  const message = `is required: which of ${names.receivers.join(', ')} gets the notices`;
  return [{ path: ['route', 'receiver'], message }, ...below];
}

function problemsOf(node: Node, path: (string | number)[], names: Names): RouteProblem[] {
  const { receiver, routes = [] } = node;
  return [
    ...unknownReceiver([...path, 'receiver'], receiver, names.receivers),
    ...unknownIntervals('muteTimeIntervals', node, path, names),
    ...unknownIntervals('activeTimeIntervals', node, path, names),
    ...routes.flatMap((child, index) => problemsOf(child, [...path, 'routes', index], names)),
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

function unknownIntervals(
  list: 'muteTimeIntervals' | 'activeTimeIntervals',
  node: Node,
  path: (string | number)[],
  { timeIntervals }: Names,
): RouteProblem[] {
  return (node[list] ?? []).flatMap((name, index) => {
    if (timeIntervals.includes(name)) return [];
    const there =
      suggestion(name, timeIntervals) ||
      `, there is ${timeIntervals.join(', ') || 'none in notify.timeIntervals'}`;
    return [{ path: [...path, list, index], message: `unknown time interval \`${name}\`${there}` }];
  });
}
