import { haveLabels } from '../config/matchers.ts';
import type { NotifyConfig, Receiver, Route } from '../config/types.ts';
import type { Notice, Severity } from '../core/notice.ts';

/** Who is told when the configuration names nobody: the stack's own topic. */
const ownTopic: Receiver = { name: 'default', sns: { topicArn: null, format: 'text' } };

/** A receiver that a notice goes to, and the conversation of that receiver's which it belongs to. */
export type Routed = {
  readonly receiver: Receiver;
  readonly incident: string;
  readonly route: Route;
  /** Where in the tree: `[]` is the root, `[1, 0]` the first route of its second one. */
  readonly path: readonly number[];
};

/** What of a notice decides where it goes. */
export type Routable = Pick<Notice, 'incident' | 'labels' | 'phase'>;

/**
 * Where a notice goes. The receiver that the resource's own tag asks for (label `receiver`) goes before the tree; one
 * that does not exist falls back to the tree, so that a typing error silences nothing.
 */
export function routesFor(notice: Routable, notify: NotifyConfig): readonly Routed[] {
  const asked = receiverNamed(notice.labels.receiver, notify);
  if (asked) {
    const { route } = notify;
    return [{ receiver: asked, incident: conversation(notice, route), route, path: [] }];
  }
  const all = nodesOf(notice, notify.route).map(({ route, path }) => ({
    receiver: receiverNamed(route.receiver, notify) ?? ownTopic,
    incident: conversation(notice, route),
    route,
    path,
  }));
  return all.filter((one, index) => index === all.findIndex((other) => isSame(one, other)));
}

const severities: readonly Severity[] = ['info', 'warning', 'error', 'critical'];

/**
 * What is over is told wherever it may have been told that it is not: its severity may have been another then, and
 * another route. Who was told nothing is told nothing of its end.
 */
const nodesOf = ({ labels, phase }: Routable, root: Route): readonly Node[] =>
  phase === 'resolved'
    ? severities.flatMap((severity) => nodesFor({ ...labels, severity }, root, []))
    : nodesFor(labels, root, []);

/** Two routes to one conversation are one. */
const isSame = (one: Routed, other: Routed): boolean =>
  one.receiver.name === other.receiver.name && one.incident === other.incident;

type Node = { readonly route: Route; readonly path: readonly number[] };

/**
 * Alertmanager's walk: the first route below that matches takes the labels, and lets the next ones try only with
 * `continue`; where none of them matches, it is the node itself.
 */
function nodesFor(
  labels: Notice['labels'],
  route: Route,
  path: readonly number[],
): readonly Node[] {
  if (!haveLabels(labels, route.matchers)) return [];
  const below: Node[] = [];
  for (const [index, child] of route.routes.entries()) {
    const found = nodesFor(labels, child, [...path, index]);
    below.push(...found);
    if (found.length > 0 && !child.continue) break;
  }
  return below.length > 0 ? below : [{ route, path }];
}

/** The notice's own incident, or what the labels of `groupBy` have in common: `{cluster="prod",service="vote"}`. */
function conversation({ incident, labels }: Routable, { groupBy }: Route): string {
  if (groupBy === null) return incident;
  const values = groupBy.map((label) => `${label}=${JSON.stringify(labels[label] ?? '')}`);
  return `{${values.join(',')}}`;
}

/** The receiver that the labels ask for and that is not in the configuration, or `null`. */
export function unknownReceiverIn({ receiver }: Notice['labels'], notify: NotifyConfig) {
  return receiver === undefined || receiverNamed(receiver, notify) ? null : receiver;
}

/** The notice with a field that says so, where its tag asks for a receiver that is not in the configuration. */
export function addressed(notice: Notice, notify: NotifyConfig): Notice {
  const asked = unknownReceiverIn(notice.labels, notify);
  if (asked === null) return notice;
  const value = `"${asked}" is not among the receivers in deckhand.yml; told here instead`;
  return { ...notice, fields: [...notice.fields, { name: 'Receiver', value }] };
}

const receiverNamed = (
  name: string | undefined,
  { receivers }: NotifyConfig,
): Receiver | undefined => receivers.find((receiver) => receiver.name === name);
