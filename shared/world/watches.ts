import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Watch, Watches } from '../core/lifecycle.ts';
import { writeItems } from './batches.ts';
import { relying } from './failures.ts';
import { expiry, type Item, json, keptMs, keyOf, parsed, type Table, text } from './table.ts';

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
    await writeItems(
      table,
      all.map((watch) => ({ PutRequest: { Item: itemOf(watch) } })),
    );
  },
  async forget(repositories) {
    await writeItems(
      table,
      repositories.map((name) => ({ DeleteRequest: { Key: keyOfWatch(name) } })),
    );
  },
});
