import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../../core/errors.ts';
import type { HistoryWindow } from '../../core/operations.ts';
import { asking } from '../failures.ts';
import { type Item, type Table, text } from '../table.ts';

/** BatchGetItem takes so many keys. */
const maxKeys = 100;

/** The keys of what is listed under a name, newest first. */
export async function keysOf(
  table: Table,
  listed: string,
  { since, before }: HistoryWindow,
  limit: number,
): Promise<Item[]> {
  const keys: Item[] = [];
  let next: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      IndexName: 'Listed',
      KeyConditionExpression: 'listed = :listed AND listedAt BETWEEN :since AND :before',
      ExpressionAttributeValues: {
        ':listed': text(listed),
        ':since': text(since),
        ':before': text(before),
      },
      ScanIndexForward: false,
      Limit: limit - keys.length,
      ...(next ? { ExclusiveStartKey: next } : {}),
    });
    const answer = await asking('dynamodb:Query', () => table.client.send(command));
    keys.push(...(answer.Items ?? []));
    next = answer.LastEvaluatedKey;
  } while (next && keys.length < limit);
  return keys;
}

/** The items of these keys, in any order. */
export async function itemsOf(table: Table, keys: readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  const wanted = keys.map(({ pk, sk }) => ({ ...(pk && { pk }), ...(sk && { sk }) }));
  while (wanted.length > 0) {
    const batch = wanted.splice(0, maxKeys);
    const command = new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: batch } } });
    const answer = await asking('dynamodb:BatchGetItem', () => table.client.send(command));
    const read = answer.Responses?.[table.name] ?? [];
    // An answer holds 16 MB at most: what did not fit is asked for again.
    const left = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
    if (read.length === 0 && left.length > 0) {
      throw new Unavailable('dynamodb:BatchGetItem read nothing: the table is throttled');
    }
    items.push(...read);
    wanted.unshift(...left.map(({ pk, sk }) => ({ ...(pk && { pk }), ...(sk && { sk }) })));
  }
  return items;
}
