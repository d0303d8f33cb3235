import { gunzipSync, gzipSync } from 'node:zlib';
import { BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../../core/errors.ts';
import type { Gap, Use, UseSource } from '../../core/use.ts';
import { relying } from '../failures.ts';
import { expiry, keptMs, keyOf, type Table } from '../table.ts';

/** What the last look at a source found, and what is remembered of those before it. */
export type Head = {
  readonly source: UseSource;
  readonly lookedAt: string;
  readonly uses: readonly Use[];
  /** Not seen any more, with `seenAt`. */
  readonly former: readonly Use[];
  readonly gaps: readonly Gap[];
  /** The most things that a look saw, and when it did. */
  readonly most: number;
  readonly mostAt: string;
};

/** DynamoDB takes 400 KB for an item; a use takes about 60 bytes in it, its digest being what does not shrink. */
const maxHeadBytes = 380 * 1_024;

const keyOfHead = (source: UseSource) => keyOf({ pk: 'uses', sk: source });

export async function readHeads(
  table: Table,
  sources: readonly UseSource[],
): Promise<ReadonlyMap<UseSource, Head>> {
  const command = new BatchGetItemCommand({
    RequestItems: { [table.name]: { Keys: sources.map(keyOfHead), ConsistentRead: true } },
  });
  const { Responses = {}, UnprocessedKeys = {} } = await relying('dynamodb:BatchGetItem', () =>
    table.client.send(command),
  );
  if (Object.keys(UnprocessedKeys).length > 0) {
    throw new Unavailable('dynamodb:BatchGetItem left keys unprocessed');
  }
  const heads = (Responses[table.name] ?? []).flatMap((item): Head[] => {
    const packed = item.packed?.B;
    // Only keepHead writes these.
    return packed ? [JSON.parse(gunzipSync(packed).toString()) as Head] : [];
  });
  return new Map(heads.map((head) => [head.source, head]));
}

/** A head that is too large is kept without its uses, and with a gap in their place: better held than forgotten. */
export async function keepHead(table: Table, head: Head): Promise<void> {
  const packed = gzipSync(JSON.stringify(head));
  if (packed.length > maxHeadBytes) {
    const why = `${head.uses.length} uses do not fit into the table`;
    const gaps = [{ source: head.source, why }];
    return keepHead(table, { ...head, uses: [], former: [], gaps });
  }
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOfHead(head.source),
      packed: { B: packed },
      expiresAt: expiry(table.clock.now(), keptMs.uses),
    },
  });
  await relying('dynamodb:PutItem', () => table.client.send(command));
}
