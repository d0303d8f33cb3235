import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerInShort, Ledgers } from '../core/cleanup.ts';
import { relying } from './failures.ts';
import { expiry, type Item, json, keptMs, keyOf, parsed, type Table, text } from './table.ts';

const keyOfRun = (run: string): string => `cleanup#${run}`;

export const ledgers = (table: Table): Ledgers => ({
  async keep(ledger) {
    const command = new PutItemCommand({
      TableName: table.name,
      Item: {
        ...keyOf({ pk: keyOfRun(ledger.run), sk: ledger.repository }),
        ledger: json(ledger),
        expiresAt: expiry(table.clock.now(), keptMs.record),
      },
    });
    await relying('dynamodb:PutItem', () => table.client.send(command));
  },
  async of(run) {
    const items = await allOf(table, run);
    return items.flatMap(({ ledger }) => parsed<LedgerInShort>(ledger) ?? []);
  },
});

async function allOf(table: Table, run: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(keyOfRun(run)) },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const answer = await relying('dynamodb:Query', () => table.client.send(command));
    items.push(...(answer.Items ?? []));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}
