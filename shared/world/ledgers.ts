import { gunzipSync, gzipSync } from 'node:zlib';
import { BatchWriteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Ledger, Ledgers } from '../core/cleanup.ts';
import { Unavailable } from '../core/errors.ts';
import { relying } from './failures.ts';
import { expiry, type Item, keptMs, keyOf, type Table, text, textOf } from './table.ts';
import { inGroupsOf } from './uses/pages.ts';

/** DynamoDB takes 400 KB for an item. */
const maxPartBytes = 380 * 1_024;
/** BatchWriteItem takes 16 MB and 25 items. */
const maxParts = 25;

/** Packed, and in as many parts as it takes: a repository may have 100,000 images. */
export const ledgers = (table: Table): Ledgers => ({
  async keep(ledger) {
    const packed = gzipSync(JSON.stringify(ledger));
    const count = Math.max(1, Math.ceil(packed.length / maxPartBytes));
    const parts = Array.from({ length: count }, (_, index) => ({
      PutRequest: {
        Item: {
          ...keyOf({ pk: `cleanup#${ledger.run}`, sk: `${ledger.repository}#${index}` }),
          repository: text(ledger.repository),
          packed: { B: packed.subarray(index * maxPartBytes, (index + 1) * maxPartBytes) },
          expiresAt: expiry(table.clock.now(), keptMs.record),
        },
      },
    }));
    for (const group of inGroupsOf(maxParts, parts)) {
      const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: [...group] } });
      const { UnprocessedItems = {} } = await relying('dynamodb:BatchWriteItem', () =>
        table.client.send(command),
      );
      if (Object.keys(UnprocessedItems).length > 0) {
        throw new Unavailable('dynamodb:BatchWriteItem left a ledger unwritten');
      }
    }
  },
  async of(run) {
    const parts = new Map<string, Uint8Array[]>();
    for (const item of await allOf(table, run)) {
      const repository = textOf(item.repository);
      const packed = item.packed?.B;
      if (packed) parts.set(repository, [...(parts.get(repository) ?? []), packed]);
    }
    // Only `keep` writes these.
    return [...parts.values()].map(
      (packed) => JSON.parse(gunzipSync(Buffer.concat(packed)).toString()) as Ledger,
    );
  },
});

async function allOf(table: Table, run: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(`cleanup#${run}`) },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const answer = await relying('dynamodb:Query', () => table.client.send(command));
    items.push(...(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}
