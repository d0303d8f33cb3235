import type { Action, Decision, Outcome } from '../core/decision.ts';
import { BadInput, Unavailable } from '../core/errors.ts';
import { ask, type Known, known } from '../core/known.ts';
import type { Facts } from '../core/playbook.ts';
import type { Recorded, RecordKey } from '../core/record.ts';
import { type Elsewhere, keepElsewhere, readElsewhere } from './packed.ts';
import { type Item, json, parsed, type Table, textOf } from './table.ts';

/** DynamoDB takes 400 KB for an item; the rest is for the outcomes, which must always find room. */
const maxRecordBytes = 360 * 1_024;

/**
 * Outcomes of deletions name each image that stayed: a thousand of them take a quarter of a megabyte. And each outcome
 * that is appended is paid for by all of its item.
 */
const maxLargeBytes = 16 * 1_024;

/** What these see and decide may be as long as there are images. Only their role may write it elsewhere. */
const large: ReadonlySet<string> = new Set(['cleanup', 'guard']);

/** What of a record is kept elsewhere where it is too large for its item. */
type Rest = { readonly facts: Facts; readonly actions: readonly Action[] };

/** A record as its item has it: where there is an `elsewhere`, without actions, and of the facts what all facts have. */
export type Written = Omit<Recorded, 'decision'> & {
  readonly decision: Omit<Decision, 'actions'> & { readonly actions?: readonly Action[] };
  readonly elsewhere: Elsewhere | null;
};

/** The parts of a record as its item has room for them. What is too large for it is written elsewhere first. */
export async function partsOf(
  table: Table,
  { signalId, playbook }: RecordKey,
  { signal, facts, decision }: Pick<Recorded, 'signal' | 'facts' | 'decision'>,
): Promise<Item> {
  const whole = { signal: json(signal), facts: json(facts), decision: json(decision) };
  const mayBeLarge = large.has(playbook);
  if (bytesOf(whole) <= (mayBeLarge ? maxLargeBytes : maxRecordBytes)) return whole;
  const { actions, ...short } = decision;
  const { of, now } = facts;
  const inItem = mayBeLarge
    ? { signal: json(signal), facts: json({ of, now }), decision: json(short) }
    : whole;
  const bytes = bytesOf(inItem);
  if (bytes > maxRecordBytes) {
    const kilobytes = Math.ceil(bytes / 1_024);
    throw new BadInput(
      `the record of ${signalId} has ${kilobytes} KB; the table takes ${maxRecordBytes / 1_024}`,
    );
  }
  const rest: Rest = { facts, actions };
  return { ...inItem, elsewhere: json(await keepElsewhere(table, rest)) };
}

const bytesOf = (parts: Item): number =>
  Object.values(parts).reduce((sum, part) => sum + Buffer.byteLength(textOf(part)), 0);

/** `null` where nothing has been decided yet. */
export function writtenIn(item: Item | undefined): Written | null {
  const signal = parsed<Written['signal']>(item?.signal);
  const facts = parsed<Written['facts']>(item?.facts);
  const decision = parsed<Written['decision']>(item?.decision);
  if (!item || !signal || !facts || !decision) return null;
  const elsewhere = parsed<Elsewhere>(item.elsewhere);
  return { signal, facts, decision, elsewhere, outcomes: outcomesIn(item) };
}

/** All of a record, read from wherever it is; unknown where part of it is missing. */
export async function wholeOf(table: Table, written: Written): Promise<Known<Recorded>> {
  const { elsewhere, ...record } = written;
  const { actions = [] } = record.decision;
  const rest: Known<Rest> = elsewhere
    ? await readElsewhere<Rest>(table, elsewhere)
    : known({ facts: record.facts, actions });
  return ask(rest, ({ facts, actions: all }) => ({
    ...record,
    facts,
    decision: { ...record.decision, actions: all },
  }));
}

/** Throws `Unavailable` where part of a record is missing: what was decided must not be taken for less. */
export async function recordedIn(table: Table, item: Item | undefined): Promise<Recorded | null> {
  const written = writtenIn(item);
  if (!written) return null;
  const whole = await wholeOf(table, written);
  if (!whole.known) throw new Unavailable(whole.why);
  return whole.value;
}

export const outcomeName = (action: number): string => `outcome:${action}`;

function outcomesIn(item: Item): Outcome[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(outcomeName(0).slice(0, -1)))
    .flatMap(([, attribute]) => parsed<Outcome>(attribute) ?? [])
    .sort((one, other) => one.action - other.action);
}
