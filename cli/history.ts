import { Command } from 'commander';
import { parseDurationMs } from '../shared/config/duration.ts';
import type { PastRecord } from '../shared/core/operations.ts';
import { paint, print, printJson, table } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

type Options = StackOptions & {
  readonly since: string;
  readonly before?: string;
  readonly limit: string;
  readonly json?: true;
};

/** `deckhand history`: what was decided and done, newest first. */
export function history(): Command {
  return aboutStack(new Command('history').summary('say what was decided and done, newest first'))
    .description(
      'Lists the records of a stack, newest first. With --json they are complete: facts and all, for deckhand replay, ' +
        'and the ledger of a cleanup with every image. Costs one query per day and one read per hundred records, with ' +
        '--json one more for each record that has a large ledger. ' +
        'Exit code 1 where part of a record cannot be found any more; it says so in "unread".',
    )
    .option('--since <duration>', 'how far back: 90m, 12h, 7d; records are kept for 30 days', '1d')
    .option('--before <time>', 'up to when, ISO 8601; otherwise now')
    .option('--limit <number>', 'how many at most', '50')
    .option('--json', 'print the records as one list and nothing else')
    .addHelpText('after', '\nExample:\n  $ deckhand history --stage prod --since 12h')
    .action(async (options: Options) => {
      const limit = Number(options.limit);
      if (!Number.isSafeInteger(limit) || limit < 1) {
        throw new WrongUsage(`--limit ${options.limit}: expected a whole number from 1`);
      }
      const { operations, world } = await openStack(options);
      const window = windowOf(options, world.clock.now());
      const records = await operations.history(
        { ...window, limit },
        { whole: options.json === true },
      );
      if (options.json) printJson(records);
      else print(records.length > 0 ? table(records.flatMap(rowsOf)) : 'Nothing was decided.');
      process.exitCode = records.some(({ unread }) => unread !== undefined) ? 1 : 0;
    });
}

/** Records are kept for 30 days: looking further back would only cost. */
const mostMs = 30 * 24 * 60 * 60 * 1_000;

function windowOf(
  { since, before }: Options,
  now: Date,
): { readonly since: string; readonly before: string } {
  const sinceMs = parseDurationMs(since);
  if (sinceMs === null || sinceMs > mostMs) {
    throw new WrongUsage(`--since ${since}: expected a duration up to 30d, such as 12h or 7d`);
  }
  const end = before === undefined ? now : new Date(before);
  if (Number.isNaN(end.getTime())) {
    throw new WrongUsage(`--before ${before}: expected a time such as 2026-03-04T12:00:00Z`);
  }
  return { since: new Date(end.getTime() - sinceMs).toISOString(), before: end.toISOString() };
}

const rowsOf = (record: PastRecord): readonly (readonly string[])[] => [
  [
    record.decidedAt,
    paint.bold(record.decision.verdict),
    record.playbook,
    record.signal.kind,
    whyOf(record),
  ],
  ...record.outcomes.map(({ status, what }) => ['', '', '', status, what]),
];

/** The reason that settled it: the first one against it, or else the last one that was asked. */
function whyOf({ decision: { reasons } }: PastRecord): string {
  const settled = reasons.find(({ holds }) => !holds) ?? reasons.at(-1);
  return settled?.because ?? '';
}
