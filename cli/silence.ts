import { userInfo } from 'node:os';
import { Command } from 'commander';
import { parseDurationMs } from '../shared/config/duration.ts';
import { haveLabels, matcherText, parseMatchers } from '../shared/config/matchers.ts';
import type { Matcher } from '../shared/config/types.ts';
import { BadInput } from '../shared/core/errors.ts';
import type { Silence } from '../shared/core/silence.ts';
import { type SilenceStatus, silenceId, statusOf } from '../shared/notify/silence.ts';
import { paint, print, printJson, table } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

type Options = StackOptions & { readonly json?: true };

/** `deckhand silence add|list|expire`: what people do not want to be told for a while. */
export function silence(): Command {
  return new Command('silence')
    .summary('keep what matches quiet for a while')
    .description(
      'Silences keep what matches them from being told, in every receiver, until they end. What still burns then is told.',
    )
    .addCommand(add())
    .addCommand(list())
    .addCommand(expire());
}

const forJson = 'print the silence as {id, status, matchers, startsAt, endsAt, author, comment}';

type AddOptions = Options & {
  readonly matchers: string;
  readonly duration: string;
  readonly starts?: string;
  readonly author?: string;
  readonly comment: string;
};

function add(): Command {
  return aboutStack(new Command('add').summary('silence what matches'))
    .requiredOption('--matchers <matchers>', `what to silence: cluster=prod,service=~"vote.*"`)
    .requiredOption('--comment <text>', 'why')
    .option('--duration <duration>', 'for how long', '1h')
    .option('--starts <time>', 'from when on, ISO 8601; otherwise now')
    .option('--author <name>', 'who does it; otherwise your name on this machine')
    .option('--json', forJson)
    .addHelpText(
      'after',
      `\nExample:\n  $ deckhand silence add --matchers 'cluster=prod,service=~"vote.*"' --duration 2h --comment "load test"`,
    )
    .action(async (options: AddOptions) => {
      const matchers = readMatchers(options.matchers);
      const durationMs = readDuration(options.duration);
      const later = options.starts === undefined ? null : readTime(options.starts);
      const { world } = await openStack(options);
      const now = world.clock.now();
      const starts = later ?? now;
      const written = {
        matchers,
        startsAt: starts.toISOString(),
        endsAt: new Date(starts.getTime() + durationMs).toISOString(),
        author: options.author ?? userInfo().username,
        comment: options.comment,
      };
      if (Date.parse(written.endsAt) <= now.getTime()) {
        throw new BadInput(`it would end at ${written.endsAt}, which is over already`);
      }
      const added = { id: silenceId(written), ...written };
      await world.memory.saveSilence(added);
      report(added, now, options, `silence ${added.id} holds until ${added.endsAt}`);
    });
}

function list(): Command {
  return aboutStack(new Command('list').summary('list silences'))
    .option('--expired', 'those that ended in the last seven days, too')
    .option('--json', 'print {silences: [{id, status, matchers, …}]} and nothing else')
    .action(async (options: Options & { readonly expired?: true }) => {
      const { world } = await openStack(options);
      const now = world.clock.now();
      const found = (await world.memory.silences())
        .filter((one) => options.expired || statusOf(one, now) !== 'expired')
        .toSorted((one, other) => one.endsAt.localeCompare(other.endsAt));
      if (options.json) printJson({ silences: found.map((one) => shown(one, now)) });
      else print(found.length > 0 ? table(found.map((one) => rowOf(one, now))) : 'No silences.');
    });
}

function expire(): Command {
  return aboutStack(new Command('expire').summary('end a silence now'))
    .argument('<id>', 'which one; deckhand silence list says')
    .option('--json', forJson)
    .action(async (id: string, options: Options) => {
      const { world } = await openStack(options);
      const now = world.clock.now();
      const found = (await world.memory.silences()).find((one) => one.id === id);
      if (!found) throw new BadInput(`there is no silence ${id}: see deckhand silence list`);
      if (statusOf(found, now) === 'expired') {
        report(found, now, options, `silence ${id} ended at ${found.endsAt} already`);
        return;
      }
      const startsAt = statusOf(found, now) === 'pending' ? now.toISOString() : found.startsAt;
      const ended = { ...found, startsAt, endsAt: now.toISOString() };
      await world.memory.saveSilence(ended);
      report(ended, now, options, `silence ${id} is over; what still burns is told within minutes`);
    });
}

function readMatchers(text: string): readonly Matcher[] {
  const matchers = parseMatchers(text);
  if ('problem' in matchers) throw new WrongUsage(`--matchers ${text}: ${matchers.problem}`);
  if (haveLabels({}, matchers)) {
    throw new WrongUsage(
      `--matchers ${text}: at least one has to ask for something, or it would silence everything`,
    );
  }
  return matchers;
}

function readDuration(text: string): number {
  const durationMs = parseDurationMs(text);
  if (durationMs) return durationMs;
  throw new WrongUsage(`--duration ${text}: expected a duration such as 30m, 2h or 1d`);
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new WrongUsage(`--starts ${text}: expected a time such as 2026-03-03T18:00:00Z`);
}

type Shown = Omit<Silence, 'matchers'> & {
  readonly status: SilenceStatus;
  readonly matchers: readonly string[];
};

const shown = ({ id, matchers, ...more }: Silence, now: Date): Shown => ({
  id,
  status: statusOf({ id, matchers, ...more }, now),
  matchers: matchers.map(matcherText),
  ...more,
});

function report(one: Silence, now: Date, { json }: Options, sentence: string): void {
  if (json) printJson(shown(one, now));
  else print(`${sentence}.`);
}

function rowOf(one: Silence, now: Date): readonly string[] {
  const { id, status, matchers, startsAt, endsAt, author, comment } = shown(one, now);
  const times = { active: `until ${endsAt}`, pending: `from ${startsAt}`, expired: endsAt };
  return [paint.bold(id), status, times[status], matchers.join(','), author, comment];
}
