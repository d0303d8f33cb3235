import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { Notice } from '../shared/core/notice.ts';
import type { KillSwitch, World } from '../shared/core/world.ts';
import { routesFor } from '../shared/notify/route.ts';
import { readConfigHere } from './config-file.ts';
import { print, printJson } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';

type Options = StackOptions & {
  readonly by?: string;
  readonly why?: string;
  readonly config?: string;
  readonly json?: true;
};

/** `deckhand stop`: from the next decision on nothing is started, updated or deleted. */
export function stop(): Command {
  return verb('stop', 'stop all actions at once; what happens is still told')
    .description(
      'Stops every action of a stack from its next decision on: nothing is started, updated or deleted. Events are ' +
        'still read, decided about and told. The receivers of deckhand.yml are told who stopped it, and why.',
    )
    .option('--why <text>', 'told in chat, and with everything that is not done', 'no reason given')
    .addHelpText('after', '\nExample:\n  $ deckhand stop --stage prod --why "moving the cluster"')
    .action(async (options: Options) => {
      const stack = await openStack(options);
      const { clock } = stack.world;
      const why = options.why ?? 'no reason given';
      const killSwitch = { by: whoIn(options), at: clock.now().toISOString(), why };
      await stack.operations.stop(killSwitch);
      const told = await tell(stack.world, stoppedNotice(stack.name, killSwitch), options.config);
      report({ stopped: true, ...killSwitch, told }, options, `${stack.name} is stopped`);
    });
}

/** `deckhand start`: actions go on. What was refused meanwhile stays refused. */
export function start(): Command {
  return verb('start', 'let actions go on after a stop')
    .description(
      'Lets the actions of a stack go on. What was refused meanwhile is not made up for.',
    )
    .addHelpText('after', '\nExample:\n  $ deckhand start --stage prod')
    .action(async (options: Options) => {
      const stack = await openStack(options);
      const was = await stack.operations.start();
      if (!was) {
        report({ stopped: false, was, told: [] }, options, `${stack.name} was not stopped`);
        return;
      }
      const at = stack.world.clock.now().toISOString();
      const notice = startedNotice(stack.name, was, { by: whoIn(options), at });
      const told = await tell(stack.world, notice, options.config);
      report({ stopped: false, was, told }, options, `${stack.name} acts again`);
    });
}

const verb = (name: string, summary: string): Command =>
  aboutStack(new Command(name).summary(summary))
    .option('--by <name>', 'who does it; otherwise your name on this machine')
    .option(
      '--config <file>',
      'whose receivers are told; otherwise ./deckhand.yml, if there is one',
    )
    .option('--json', 'print {stopped, …, told: [receiver]} and nothing else');

const whoIn = ({ by }: Options): string => by ?? userInfo().username;

/** Asks the `notices` queue to tell everybody whom the routes name; answers their names. */
async function tell(world: World, notice: Notice, config?: string): Promise<readonly string[]> {
  const routes = routesFor(notice, (await readConfigHere(config)).notify);
  for (const { receiver, incident } of routes) {
    await world.notices.send(receiver.name, { ...notice, incident });
  }
  return routes.map(({ receiver }) => receiver.name);
}

function report(
  value: {
    readonly stopped: boolean;
    readonly told: readonly string[];
    readonly [more: string]: unknown;
  },
  { json }: Options,
  sentence: string,
): void {
  if (json) printJson(value);
  else
    print(value.told.length > 0 ? `${sentence}; told ${value.told.join(', ')}.` : `${sentence}.`);
}

const aNotice = (stack: string, stoppedAt: string) => ({
  incident: `${stack}#stopped`,
  about: `${stack}#${stoppedAt}`,
  labels: { kind: 'deckhand', cause: 'stopped', severity: 'warning' },
  counts: false,
  fields: [],
  changes: [],
  links: [],
  reasons: [],
  outcomes: [],
});

const stoppedNotice = (stack: string, { by, at, why }: KillSwitch): Notice => ({
  ...aNotice(stack, at),
  id: `${stack}#stop#${at}`,
  phase: 'firing',
  severity: 'warning',
  at,
  title: `${stack}: stopped by ${by}`,
  summary: `${why}. Nothing is started, updated or deleted until somebody runs deckhand start; events are still told.`,
});

const startedNotice = (
  stack: string,
  was: KillSwitch,
  { by, at }: Pick<KillSwitch, 'by' | 'at'>,
): Notice => ({
  ...aNotice(stack, was.at),
  id: `${stack}#start#${at}`,
  phase: 'resolved',
  severity: 'warning',
  at,
  title: `${stack}: acts again, started by ${by}`,
  summary: `It was stopped by ${was.by} at ${was.at}: ${was.why}.`,
});
