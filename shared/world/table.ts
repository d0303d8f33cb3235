import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connection } from './connection.ts';

/** The stack's one table: `pk` and `sk` are texts, `expiresAt` (epoch seconds) is its TTL attribute. */
export type Table = Connection & { readonly name: string; readonly client: DynamoDBClient };

export type Item = Record<string, AttributeValue>;
export type Key = { readonly pk: string; readonly sk: string };

export const table = (connection: Connection, name: string): Table => ({
  ...connection,
  name,
  client: new DynamoDBClient(connection.settings()),
});

const dayMs = 24 * 60 * 60 * 1_000;

/** How long things are kept after their last write. The table forgets by itself: nothing has to clean it up. */
export const keptMs = {
  /** A month of history to explain and to replay; SQS redelivers for 14 days at most, so no lease ends early. */
  record: 30 * dayMs,
  /** Longer than the record that names it, whose month begins anew when it is resumed. */
  packed: 60 * dayMs,
  /** A task may run for weeks before it fails; after that, rules and schedules are asked how it was launched. */
  launch: 90 * dayMs,
  /** Like its root task's launch, or a long-lived restart would start counting attempts afresh. */
  lineage: 90 * dayMs,
  /** Longer than any message is worth updating in place. */
  incident: 30 * dayMs,
  /** As long as uses are remembered at the most. */
  uses: 400 * dayMs,
  /** What a digest names never changes; one that nobody asks for is forgotten. */
  manifest: 400 * dayMs,
  /** Longer than a stack is without a look at ECR's own policies. */
  watch: 30 * dayMs,
  /** After its end, for `deckhand silence list --expired`. */
  endedSilence: 7 * dayMs,
  /** Twice as long as something is thought to fire without a word; see shared/notify/inhibit.ts. */
  source: dayMs,
  /** Beyond the window: redeliveries that come late are still recognised. */
  beyondWindow: dayMs,
};

export const expiry = (now: Date, keepMs: number): AttributeValue =>
  number(Math.ceil((now.getTime() + keepMs) / 1_000));

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });

/**
 * Values are kept as one JSON text per part, not as DynamoDB's maps: what is read is then exactly what was
 * written (undefined left out, empty texts, numbers, any depth), and no marshaller adds to a cold start.
 */
export const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });

/** Reads a part back, or `null` where the item has none. `T` is what `json` was given: only we write this table. */
export function parsed<T>(attribute: AttributeValue | undefined): T | null {
  // JSON.parse cannot know the type; every part has one writer and one reader, side by side in one file.
  return attribute?.S === undefined ? null : (JSON.parse(attribute.S) as T);
}

export const textOf = (attribute: AttributeValue | undefined): string => attribute?.S ?? '';
export const numberOf = (attribute: AttributeValue | undefined): number =>
  Number(attribute?.N ?? 0);

export const keyOf = ({ pk, sk }: Key): Item => ({ pk: text(pk), sk: text(sk) });
