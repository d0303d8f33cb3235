import type { Action, Decision, Outcome } from '../core/decision.ts';
import { BadInput, Unavailable } from '../core/errors.ts';
import { type Known, known } from '../core/known.ts';
import type { Recorded, RecordKey } from '../core/record.ts';
import { type Elsewhere, keepElsewhere, readElsewhere } from './packed.ts';
import { type Item, json, parsed, type Table, textOf } from './table.ts';

/** DynamoDB takes 400 KB for an item; the rest is for the outcomes, which must always find room. */
const maxRecordBytes = 360 * 1_024;

/** Outcomes of deletions name each image that stayed: a thousand of them take a quarter of a megabyte. */
const maxDeletionBytes = 120 * 1_024;

/** What may be as long as there are images. Only roles that keep such things may write actions elsewhere. */
const large: ReadonlySet<Action['do']> = new Set(['keep-ledger', 'keep-watches']);

/** A record as its item has it. */
export type Written = Omit<Recorded, 'decision'> & {
  readonly decision: Omit<Decision, 'actions'> & {
    readonly actions: readonly Action[] | Elsewhere;
  };
};

/** The parts of a record as its item has room for them. Actions that are too large for it are kept elsewhere first. */
export async function partsOf(
  table: Table,
  { signalId }: RecordKey,
  { signal, facts, decision }: Pick<Recorded, 'signal' | 'facts' | 'decision'>,
) {
  const parts = { ':signal': json(signal), ':facts': json(facts) };
  const whole = { ...parts, ':decision': json(decision) };
  const mayBeLarge = decision.actions.some((action) => large.has(action.do));
  if (bytesOf(whole) <= (mayBeLarge ? maxDeletionBytes : maxRecordBytes)) return whole;
  const { actions, ...short } = decision;
  const bytes = bytesOf(mayBeLarge ? { ...parts, ':decision': json(short) } : whole);
  if (bytes > maxRecordBytes) {
    const kilobytes = Math.ceil(bytes / 1_024);
    throw new BadInput(
      `the record of ${signalId} has ${kilobytes} KB; the table takes ${maxRecordBytes / 1_024}`,
    );
  }
  const elsewhere = await keepElsewhere(table, actions);
  return { ...parts, ':decision': json({ ...short, actions: elsewhere }) };
}

const bytesOf = (parts: Item): number =>
  Object.values(parts).reduce((sum, part) => sum + Buffer.byteLength(textOf(part)), 0);

/** `null` where nothing has been decided yet. */
export function writtenIn(item: Item | undefined): Written | null {
  const signal = parsed<Written['signal']>(item?.signal);
  const facts = parsed<Written['facts']>(item?.facts);
  const decision = parsed<Written['decision']>(item?.decision);
  if (!item || !signal || !facts || !decision) return null;
  return { signal, facts, decision, outcomes: outcomesIn(item) };
}

/** The actions of a decision, read from where they are; unknown where part of them is missing. */
export const actionsOf = async (
  table: Table,
  { actions }: Written['decision'],
): Promise<Known<readonly Action[]>> =>
  isElsewhere(actions) ? readElsewhere<readonly Action[]>(table, actions) : known(actions);

export const isElsewhere = (actions: Written['decision']['actions']): actions is Elsewhere =>
  'parts' in actions;

/** All of a record. Throws `Unavailable` where part of it is missing: what was decided must not be taken for less. */
export async function recordedIn(table: Table, item: Item | undefined): Promise<Recorded | null> {
  const written = writtenIn(item);
  if (!written) return null;
  const actions = await actionsOf(table, written.decision);
  if (!actions.known) throw new Unavailable(actions.why);
  return { ...written, decision: { ...written.decision, actions: actions.value } };
}

export const outcomeName = (action: number): string => `outcome:${action}`;

function outcomesIn(item: Item): Outcome[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(outcomeName(0).slice(0, -1)))
    .flatMap(([, attribute]) => parsed<Outcome>(attribute) ?? [])
    .sort((one, other) => one.action - other.action);
}
