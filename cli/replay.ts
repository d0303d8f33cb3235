import { Command } from 'commander';
import * as z from 'zod';
import type { Config } from '../shared/config/types.ts';
import { BadInput, messageOf } from '../shared/core/errors.ts';
import type { Facts } from '../shared/core/playbook.ts';
import { readConfig } from './config-file.ts';
import { readInput } from './input.ts';
import { parseJson } from './json.ts';
import { paint, print, printJson, table } from './output.ts';
import { playbooks } from './playbooks.ts';

/** What of a record is decided again, as `deckhand history --json` prints it. */
const Stored = z.object({
  signalId: z.string(),
  playbook: z.string(),
  decidedAt: z.string(),
  facts: z.looseObject({ of: z.string(), now: z.string() }),
  decision: z.looseObject({
    verdict: z.string(),
    actions: z.array(z.looseObject({ do: z.string() })).optional(),
  }),
  unread: z.string().optional(),
});
type Stored = z.infer<typeof Stored>;

/** `deckhand replay FILE --config F`: what would have come of the same facts under another configuration. */
export function replay(): Command {
  return new Command('replay')
    .summary('decide stored records again under another configuration')
    .description(
      'Decides stored records again under another configuration and says what would change; nothing is looked up, ' +
        'nothing is done. Exit code 1 when a record cannot be decided again: a later version reads other facts.',
    )
    .argument('<file>', 'what deckhand history --json printed, or - for standard input')
    .option('--config <file>', 'the configuration', 'deckhand.yml')
    .option(
      '--json',
      'print {records, changed: [{signalId, playbook, decidedAt, was, would}], unread: [{signalId, why}]}',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ deckhand history --json | deckhand replay - --config new.yml',
    )
    .action(async (file: string, options: { config: string; json?: true }) => {
      const config = await readConfig(options.config);
      const records = readRecords(await readInput(file), file);
      const replayed = records.map((record) => again(record, config));
      const changed = replayed.flatMap((one) => ('was' in one && isChange(one) ? [one] : []));
      const unread = replayed.flatMap((one) => ('why' in one ? [one] : []));
      if (options.json) printJson({ records: records.length, changed, unread });
      else printReplay(records.length, changed, unread);
      process.exitCode = unread.length > 0 ? 1 : 0;
    });
}

function readRecords(text: string, file: string): readonly Stored[] {
  const read = z.array(Stored).safeParse(parseJson(text, file === '-' ? 'standard input' : file));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new BadInput(
    `${file}: no records as deckhand history --json prints them${where}: ${issue?.message}`,
  );
}

type Outcome = { readonly verdict: string; readonly actions: readonly string[] };
type Change = Pick<Stored, 'signalId' | 'playbook' | 'decidedAt'> & {
  readonly was: Outcome;
  readonly would: Outcome;
};
type Unread = { readonly signalId: string; readonly why: string };

function again(record: Stored, config: Config): Change | Unread {
  const { signalId, decidedAt, facts, decision } = record;
  const playbook = playbooks.find(({ name }) => name === record.playbook);
  if (!playbook) return { signalId, why: `there is no playbook ${record.playbook}` };
  const { verdict, actions } = decision;
  if (!actions) return { signalId, why: record.unread ?? 'the record has no actions' };
  try {
    const stored: Facts = facts;
    const would = outcomeOf(playbook.reconsider(stored, config));
    const was = outcomeOf({ verdict, actions });
    return { signalId, playbook: playbook.name, decidedAt, was, would };
  } catch (thrown) {
    if (!(thrown instanceof BadInput)) throw thrown;
    return { signalId, why: messageOf(thrown) };
  }
}

const outcomeOf = ({ verdict, actions }: DecisionLike): Outcome => ({
  verdict,
  actions: actions.map((action) => action.do),
});

type DecisionLike = {
  readonly verdict: string;
  readonly actions: readonly { readonly do: string }[];
};

const isChange = ({ was, would }: Change): boolean => JSON.stringify(was) !== JSON.stringify(would);

function printReplay(count: number, changed: readonly Change[], unread: readonly Unread[]): void {
  print(`${changed.length} of ${count} decisions would be others.`);
  if (changed.length > 0) {
    print(
      table(
        changed.map(({ decidedAt, playbook, was, would, signalId }) => [
          `  ${decidedAt}`,
          playbook,
          `${was.verdict} -> ${paint.bold(would.verdict)}`,
          would.actions.join(', ') || 'nothing is done',
          paint.dim(signalId),
        ]),
      ),
    );
  }
  for (const { signalId, why } of unread)
    print(`${paint.yellow('not decided again')} ${signalId}: ${why}`);
}
