import { Command } from 'commander';
import { haveLabels, matcherText } from '../shared/config/matchers.ts';
import type { InhibitRule, Matcher, NotifyConfig, Route } from '../shared/config/types.ts';
import { mutedByTime } from '../shared/notify/mute.ts';
import { type Routed, routesFor, unknownReceiverIn } from '../shared/notify/route.ts';
import { systemClock } from '../shared/world/clock.ts';
import { readConfig } from './config-file.ts';
import { paint, print, printJson, table } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand route --labels a=b,c=d`: the way that a notice really takes, by its label `receiver` or the tree, who is told, and what would keep it quiet. */
export function route(): Command {
  return new Command('route')
    .summary('say who is told of a notice with these labels')
    .description(
      'Says which way a notice with these labels takes through the routes, who is told, and which time intervals and ' +
        'inhibit rules would keep it quiet. Silences are in the stack: see deckhand silence list.',
    )
    .requiredOption('--labels <labels>', 'the labels of the notice: severity=error,cluster=prod')
    .option('--at <time>', 'when it would be told, ISO 8601; otherwise now')
    .option('--config <file>', 'the configuration', 'deckhand.yml')
    .option(
      '--json',
      'print {labels, at, routes: [{path, matchers, receiver, groupBy, quiet, …}], unknownReceiver, inhibitedBy} and nothing else',
    )
    .addHelpText('after', '\nExample:\n  $ deckhand route --labels severity=error,cluster=prod')
    .action(async ({ labels: text, at: time, config: file, json }: Options) => {
      const labels = readLabels(text);
      const at = time === undefined ? systemClock.now() : readTime(time);
      const { notify } = await readConfig(file);
      const notice = { incident: '', phase: 'firing', labels } as const;
      const ways = routesFor(notice, notify).map((routed) => wayOf(routed, labels, notify, at));
      const unknownReceiver = unknownReceiverIn(labels, notify);
      const inhibitedBy = notify.inhibitRules.flatMap((rule, index) =>
        haveLabels(labels, rule.targetMatchers) ? [inhibitionOf(rule, index, labels)] : [],
      );
      const seen = { routes: ways, unknownReceiver, inhibitedBy };
      if (json) printJson({ labels, at: at.toISOString(), ...seen });
      else printWays(seen);
    });
}

type Options = {
  readonly labels: string;
  readonly at?: string;
  readonly config: string;
  readonly json?: true;
};

type Labels = { readonly [label: string]: string };

function readLabels(text: string): Labels {
  const pairs = text.split(',').map((pair) => {
    const [, label, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(pair) ?? [];
    if (label !== undefined && value !== undefined) return [label, value] as const;
    throw new WrongUsage(`--labels ${text}: expected label=value pairs, such as severity=error`);
  });
  return Object.fromEntries(pairs);
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new WrongUsage(`--at ${text}: expected a time such as 2026-03-03T18:00:00Z`);
}

type Way = ReturnType<typeof wayOf>;

function wayOf(
  { route: node, path, receiver }: Routed,
  labels: Labels,
  notify: NotifyConfig,
  at: Date,
) {
  const quiet = mutedByTime(node, notify, at);
  const isAskedFor = labels.receiver === receiver.name;
  return {
    path: pathText(path),
    matchers: isAskedFor
      ? [`receiver=${JSON.stringify(receiver.name)}`]
      : matchersOn(notify.route, path).map(matcherText),
    receiver: receiver.name,
    groupBy: node.groupBy,
    muteTimeIntervals: node.muteTimeIntervals,
    activeTimeIntervals: node.activeTimeIntervals,
    quiet: quiet && { why: quiet.why, until: new Date(quiet.untilMs).toISOString() },
  };
}

/** `route`, `route.routes[0]`, as `deckhand check` writes it. */
const pathText = (path: readonly number[]): string =>
  ['route', ...path.map((index) => `routes[${index}]`)].join('.');

/** Everything that had to match on the way down. */
function matchersOn(root: Route, path: readonly number[]): readonly Matcher[] {
  const [index, ...rest] = path;
  const child = index === undefined ? undefined : root.routes[index];
  return child ? [...root.matchers, ...matchersOn(child, rest)] : root.matchers;
}

/** What a source would have to be to keep these labels quiet. */
const inhibitionOf = (rule: InhibitRule, index: number, labels: Labels) => ({
  path: `inhibitRules[${index}]`,
  sourceMatchers: rule.sourceMatchers.map(matcherText),
  equal: Object.fromEntries(rule.equal.map((label) => [label, labels[label] ?? ''])),
});

function printWays({
  routes,
  unknownReceiver,
  inhibitedBy,
}: {
  readonly routes: readonly Way[];
  readonly unknownReceiver: string | null;
  readonly inhibitedBy: readonly ReturnType<typeof inhibitionOf>[];
}): void {
  if (unknownReceiver !== null) {
    print(`"${unknownReceiver}" is not among the receivers: the routes say who is told instead.`);
  }
  print(table(routes.map(rowOf)));
  for (const { path, sourceMatchers, equal } of inhibitedBy) {
    const same = Object.entries(equal).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    print(`Quiet while ${[...sourceMatchers, ...same].join(', ')} fires (${path}).`);
  }
}

const rowOf = (way: Way): readonly string[] => [
  paint.bold(way.receiver),
  way.path,
  way.matchers.length > 0 ? way.matchers.join(', ') : 'everything',
  [
    way.groupBy ? `one conversation per ${way.groupBy.join(', ') || 'receiver'}` : [],
    way.quiet ? `${way.quiet.why}, until ${way.quiet.until}` : [],
  ]
    .flat()
    .join('; '),
];
