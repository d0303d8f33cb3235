import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Seen, Sighting, Tags } from '../core/world.ts';
import { relying } from './failures.ts';
import {
  expiry,
  type Item,
  json,
  type Key,
  keptMs,
  keyOf,
  parsed,
  type Table,
  text,
  textOf,
} from './table.ts';

type Sight = {
  readonly key: string;
  readonly id: string;
  readonly at: string;
  readonly windowMs: number;
};

/** Nobody counts further than this; a storm must not fill the item (400 KB) with what it is made of. */
const maxSightings = 150;

/** Old sightings are taken out this many at a time, so that hardly any sighting costs a second call. */
const pruneAtOnce = 25;
const maxPrunedAtOnce = 100;

const prefix = 'seen:';
const sightingsKey = (key: string): Key => ({ pk: `sightings#${key}`, sk: 'seen' });

/**
 * One attribute per id makes a repeated sighting change nothing, and answers all the others in the same call.
 * Answers the newest 150 at most, oldest first.
 */
export async function sight(table: Table, seen: Sight): Promise<Seen> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(sightingsKey(seen.key)),
    UpdateExpression: 'SET #id = if_not_exists(#id, :at), expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#id': `${prefix}${seen.id}` },
    ExpressionAttributeValues: {
      ':at': text(seen.at),
      ':expiresAt': expiry(table.clock.now(), seen.windowMs + keptMs.beyondWindow),
    },
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes } = await relying('dynamodb:UpdateItem', () => table.client.send(command));
  const all = sightingsIn(Attributes);
  await prune(table, seen, all);
  const at = timeOf(seen.at);
  const sightings = all
    .filter((one) => timeOf(one.at) <= at && timeOf(one.at) >= at - seen.windowMs)
    .slice(-maxSightings);
  return { sightings, tags: parsed<Tags>(Attributes?.tags) ?? {} };
}

export async function rememberTags(table: Table, key: string, tags: Tags): Promise<void> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(sightingsKey(key)),
    UpdateExpression: 'SET tags = :tags',
    ExpressionAttributeValues: { ':tags': json(tags) },
  });
  await relying('dynamodb:UpdateItem', () => table.client.send(command));
}

export async function sightings(
  table: Table,
  key: string,
  since: string,
): Promise<readonly Sighting[]> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(sightingsKey(key)),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  return sightingsIn(Item).filter(({ at }) => timeOf(at) >= timeOf(since));
}

/** Takes out what no window reaches any more, not even one that ends at a late sighting, and what is beyond counting. */
async function prune(table: Table, seen: Sight, all: readonly Sighting[]): Promise<void> {
  const newest = timeOf(all.at(-1)?.at ?? seen.at);
  const stale = all.filter(
    ({ at }, index) => timeOf(at) < newest - 2 * seen.windowMs || index < all.length - maxSightings,
  );
  if (stale.length < pruneAtOnce) return;
  const names = Object.fromEntries(
    stale
      .slice(0, maxPrunedAtOnce)
      .map(({ id }, index): [string, string] => [`#id${index}`, `${prefix}${id}`]),
  );
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(sightingsKey(seen.key)),
    UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
    ExpressionAttributeNames: names,
  });
  await relying('dynamodb:UpdateItem', () => table.client.send(command));
}

/** Oldest first. */
const sightingsIn = (item: Item | undefined): readonly Sighting[] =>
  Object.entries(item ?? {})
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, at]) => ({ id: name.slice(prefix.length), at: textOf(at) }))
    .sort((one, other) => timeOf(one.at) - timeOf(other.at));

const timeOf = (iso: string): number => new Date(iso).getTime();
