import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../core/errors.ts';
import { relying } from './failures.ts';
import {
  expiry,
  type Item,
  json,
  type Key,
  keptMs,
  keyOf,
  number,
  numberOf,
  parsed,
  type Table,
} from './table.ts';

type Budget = { readonly key: string; readonly restarts: number; readonly windowMs: number };
type Spent = { readonly key: string; readonly at: string };
type Granted = { readonly granted: boolean; readonly used: number };

/** Spends that left the window are remembered a while, so that a late redelivery is not charged again. */
const rememberedSpends = 100;

/** Each lost race means that somebody else won one, so tries run out only in a storm. */
const maxTries = 25;

export const budgetKey = (key: string): Key => ({ pk: `budget#${key}`, sk: 'spent' });

/** Oldest first. */
export const spentIn = (item: Item | undefined): readonly Spent[] =>
  parsed<readonly Spent[]>(item?.spent) ?? [];

/**
 * Takes one restart out of an exact sliding window. The item is written back only over the revision that was
 * read, so no two callers are granted the same restart; one who lost the race is told the newer item with the
 * refusal, and decides again over that.
 */
export async function spend(table: Table, budget: Budget, key: string): Promise<Granted> {
  let item = await readBudget(table, budget.key);
  for (let tries = 0; tries < maxTries; tries += 1) {
    const spent = spentIn(item);
    const now = latest(table.clock.now(), spent);
    const used = spent.filter(({ at }) => isWithin(at, now, budget.windowMs)).length;
    if (spent.some((one) => one.key === key)) return { granted: true, used };
    if (used >= budget.restarts) return { granted: false, used };
    const after = [...spent, { key, at: now.toISOString() }];
    const kept = after.slice(-Math.max(rememberedSpends, used + 1));
    const newer = await writeBudget(table, budget, kept, numberOf(item?.revision));
    if (newer === 'written') return { granted: true, used: used + 1 };
    item = newer;
  }
  throw new Unavailable(`the budget ${budget.key} is being spent by too many at once`);
}

/** Clocks of different machines differ a little; time never goes back within one budget. */
function latest(now: Date, spent: readonly Spent[]): Date {
  const last = spent.at(-1);
  return last && new Date(last.at) > now ? new Date(last.at) : now;
}

const isWithin = (at: string, now: Date, windowMs: number): boolean =>
  now.getTime() - new Date(at).getTime() < windowMs;

async function readBudget(table: Table, key: string): Promise<Item | undefined> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(budgetKey(key)),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  return Item;
}

/** Answers `written`, or the item that somebody else wrote meanwhile. */
async function writeBudget(
  table: Table,
  { key, windowMs }: Budget,
  spent: readonly Spent[],
  revision: number,
): Promise<'written' | Item | undefined> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOf(budgetKey(key)),
      spent: json(spent),
      revision: number(revision + 1),
      expiresAt: expiry(table.clock.now(), windowMs + keptMs.beyondWindow),
    },
    ConditionExpression: revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :read',
    ...(revision === 0 ? {} : { ExpressionAttributeValues: { ':read': number(revision) } }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return relying('dynamodb:PutItem', async () => {
    try {
      await table.client.send(command);
      return 'written';
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return thrown.Item;
      throw thrown;
    }
  });
}
