import { Command } from 'commander';
import type { Matcher, Route } from '../shared/config/types.ts';
import { nodesFor } from '../shared/notify/route.ts';
import { readConfig } from './config-file.ts';
import { paint, print, printJson, table } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand route --labels a=b,c=d`: the way of a notice through the tree, and who is told. */
export function route(): Command {
  return new Command('route')
    .summary('say who is told of a notice with these labels')
    .description(
      'Says which way a notice with these labels takes through the routes, and who is told.',
    )
    .requiredOption('--labels <labels>', 'the labels of the notice: severity=error,cluster=prod')
    .option('--config <file>', 'the configuration', 'deckhand.yml')
    .option(
      '--json',
      'print {labels, routes: [{path, matchers, receiver, groupBy}]} and nothing else',
    )
    .addHelpText('after', '\nExample:\n  $ deckhand route --labels severity=error,cluster=prod')
    .action(async ({ labels: text, config: file, json }: Options) => {
      const labels = readLabels(text);
      const { notify } = await readConfig(file);
      const routes = nodesFor(labels, notify.route, []).map(({ route: node, path }) => ({
        path: pathText(path),
        matchers: matchersOn(notify.route, path).map(matcherText),
        receiver: node.receiver,
        groupBy: node.groupBy,
      }));
      if (json) printJson({ labels, routes });
      else print(table(routes.map(rowOf)));
    });
}

type Options = { readonly labels: string; readonly config: string; readonly json?: true };

function readLabels(text: string): { readonly [label: string]: string } {
  const pairs = text.split(',').map((pair) => {
    const [, label, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(pair) ?? [];
    if (label !== undefined && value !== undefined) return [label, value] as const;
    throw new WrongUsage(`--labels ${text}: expected label=value pairs, such as severity=error`);
  });
  return Object.fromEntries(pairs);
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

const matcherText = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${JSON.stringify(value)}`;

const rowOf = (way: {
  readonly path: string;
  readonly matchers: readonly string[];
  readonly receiver: string;
  readonly groupBy: readonly string[] | null;
}): readonly string[] => [
  paint.bold(way.receiver),
  way.path,
  way.matchers.length > 0 ? way.matchers.join(', ') : 'everything',
  way.groupBy ? `one conversation per ${way.groupBy.join(', ') || 'receiver'}` : '',
];
