import { BatchWriteItemCommand, QueryCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../core/errors.ts';
import type { Watch, Watches } from '../core/lifecycle.ts';
import { relying } from './failures.ts';
import { expiry, type Item, json, keptMs, keyOf, parsed, type Table, text } from './table.ts';
import { inGroupsOf } from './uses/pages.ts';

/** BatchWriteItem takes so many items. */
const maxWrite = 25;

const keyOfWatch = (repository: string): Item => keyOf({ pk: 'guard', sk: repository });

export const watches = (table: Table): Watches => ({
  async all() {
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const command = new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': text('guard') },
        ConsistentRead: true,
        ExclusiveStartKey,
      });
      const answer = await relying('dynamodb:Query', () => table.client.send(command));
      items.push(...(answer.Items ?? []));
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items.flatMap(({ watch }) => parsed<Watch>(watch) ?? []);
  },
  async keep(all) {
    const expiresAt = expiry(table.clock.now(), keptMs.watch);
    const itemOf = (watch: Watch): Item => ({
      ...keyOfWatch(watch.repository),
      watch: json(watch),
      expiresAt,
    });
    await write(
      table,
      all.map((watch) => ({ PutRequest: { Item: itemOf(watch) } })),
    );
  },
  async forget(repositories) {
    await write(
      table,
      repositories.map((name) => ({ DeleteRequest: { Key: keyOfWatch(name) } })),
    );
  },
});

async function write(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  for (const group of inGroupsOf(maxWrite, requests)) {
    const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: [...group] } });
    const { UnprocessedItems = {} } = await relying('dynamodb:BatchWriteItem', () =>
      table.client.send(command),
    );
    if (Object.keys(UnprocessedItems).length > 0) {
      throw new Unavailable('dynamodb:BatchWriteItem left watches unwritten');
    }
  }
}
