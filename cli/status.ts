import { Command } from 'commander';
import { serviceNameOf } from '../shared/core/arn.ts';
import type { Incident } from '../shared/core/incident.ts';
import type { Quarantined, QueueDepth } from '../shared/core/operations.ts';
import type { Quiet } from '../shared/core/pace.ts';
import type { KillSwitch } from '../shared/core/world.ts';
import { paint, print, printJson, table } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';

/** `deckhand status`: what is going on. */
export function status(): Command {
  return aboutStack(new Command('status').summary('say what a stack is doing now'))
    .description(
      'Says whether a stack is stopped, which incidents are open, which images are not rolled out again until they ' +
        'are released, and how much waits in its queues. Reads only.',
    )
    .option(
      '--json',
      'print {stack, region, stopped, incidents, quarantined, queues} and nothing else',
    )
    .addHelpText('after', '\nExample:\n  $ deckhand status --stage prod')
    .action(async (options: StackOptions & { readonly json?: true }) => {
      const { name, region, operations } = await openStack(options);
      const [stopped, incidents, quarantined, queues] = await Promise.all([
        operations.killSwitch(),
        operations.openIncidents(),
        operations.quarantined(),
        operations.depths(),
      ]);
      const summaries = incidents.map(summaryOf);
      const seen = { stack: name, region, stopped, incidents: summaries, quarantined, queues };
      if (options.json) printJson(seen);
      else printStatus(seen);
    });
}

type Summary = Pick<Incident, 'receiver' | 'openedAt' | 'updatedAt' | 'count'> & {
  readonly incident: string;
  readonly title: string;
  readonly severity: string;
  /** When its receiver was last brought up to date; `null` where that has not been yet. */
  readonly toldAt: string | null;
  /** Why nobody is told for now. */
  readonly quiet: Quiet | null;
};

const summaryOf = (incident: Incident): Summary => ({
  receiver: incident.receiver,
  incident: incident.key,
  title: incident.latest.title,
  severity: incident.latest.severity,
  openedAt: incident.openedAt,
  updatedAt: incident.updatedAt,
  count: incident.count,
  toldAt: incident.pace.told?.at ?? null,
  quiet: incident.pace.quiet ?? null,
});

function printStatus(seen: {
  readonly stack: string;
  readonly region: string;
  readonly stopped: KillSwitch | null;
  readonly incidents: readonly Summary[];
  readonly quarantined: readonly Quarantined[];
  readonly queues: readonly QueueDepth[];
}): void {
  const { stopped, incidents } = seen;
  print(`${paint.bold(seen.stack)} in ${seen.region}`);
  print(
    stopped
      ? paint.red(`stopped by ${stopped.by} at ${stopped.at}: ${stopped.why}`)
      : 'not stopped',
  );
  print(`\n${paint.bold(incidents.length === 0 ? 'No incident is open' : 'Open incidents')}`);
  if (incidents.length > 0) {
    print(
      table(
        incidents.map((incident) => [
          `  ${incident.openedAt}`,
          incident.severity,
          incident.title,
          `×${incident.count}`,
          whetherTold(incident),
        ]),
      ),
    );
  }
  printQuarantined(seen.quarantined);
  print(`\n${paint.bold('Queues')}`);
  print(table(seen.queues.map(rowOf)));
}

function whetherTold({ receiver, toldAt, quiet }: Summary): string {
  const told = toldAt === null ? `not told ${receiver} yet` : `told ${receiver}`;
  return quiet ? `${told}, quiet now: ${quiet.why}` : told;
}

/** Each with what `deckhand release` takes. */
function printQuarantined(quarantined: readonly Quarantined[]): void {
  if (quarantined.length === 0) return;
  print(`\n${paint.bold('Not rolled out again until released')}`);
  for (const { serviceArn, repository, tag, digest, at, why } of quarantined) {
    print(`  ${serviceNameOf(serviceArn)} ${digest}`);
    print(`    ${repository}:${tag} since ${at}: ${why}`);
  }
}

/** What is in a dead-letter queue wants somebody to look. */
const isDeadLetters = (queue: string): boolean => queue === 'failed' || queue === 'undelivered';

function rowOf({ queue, waiting, delayed, inFlight }: QueueDepth): readonly string[] {
  const count = isDeadLetters(queue) && waiting > 0 ? paint.red(`${waiting}`) : `${waiting}`;
  return [`  ${queue}`, `${count} waiting`, `${delayed} delayed`, `${inFlight} in flight`];
}
