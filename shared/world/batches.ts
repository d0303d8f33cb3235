import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../core/errors.ts';
import { relying } from './failures.ts';
import type { Item, Table } from './table.ts';
import { inGroupsOf } from './uses/pages.ts';

/** BatchGetItem answers 16 MB, BatchWriteItem takes 25 items; an item has 400 KB at most. */
const maxRead = 40;
const maxWrite = 25;

/** Puts and deletes items. What a busy table leaves undone is asked for again, as long as some of it gets done. */
export async function writeItems(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  for (const group of inGroupsOf(maxWrite, requests)) {
    let waiting: WriteRequest[] = [...group];
    while (waiting.length > 0) {
      const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: waiting } });
      const { UnprocessedItems = {} } = await relying('dynamodb:BatchWriteItem', () =>
        table.client.send(command),
      );
      const left = UnprocessedItems[table.name] ?? [];
      if (left.length >= waiting.length) throw throttled('dynamodb:BatchWriteItem wrote nothing');
      waiting = left;
    }
  }
}

/** The items of these keys that there are, in any order, as they are at this moment. */
export async function readItems(table: Table, keys: readonly Item[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const group of inGroupsOf(maxRead, keys)) {
    let waiting: Item[] = [...group];
    while (waiting.length > 0) {
      const command = new BatchGetItemCommand({
        RequestItems: { [table.name]: { Keys: waiting, ConsistentRead: true } },
      });
      const { Responses = {}, UnprocessedKeys = {} } = await relying('dynamodb:BatchGetItem', () =>
        table.client.send(command),
      );
      items.push(...(Responses[table.name] ?? []));
      const left = UnprocessedKeys[table.name]?.Keys ?? [];
      if (left.length >= waiting.length) throw throttled('dynamodb:BatchGetItem read nothing');
      waiting = left;
    }
  }
  return items;
}

const throttled = (what: string): Unavailable => new Unavailable(`${what}: the table is throttled`);
