import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../../core/errors.ts';
import type { Gap, Use, UseSource } from '../../core/use.ts';
import { relying } from '../failures.ts';
import {
  expiry,
  type Item,
  keptMs,
  keyOf,
  number,
  numberOf,
  type Table,
  text,
  textOf,
} from '../table.ts';
import { inGroupsOf } from './pages.ts';

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
const maxPartBytes = 380 * 1_024;

/** BatchGetItem answers 16 MB, BatchWriteItem takes 25 items. */
const maxRead = 40;
const maxWrite = 25;

const keyOfHead = (source: UseSource) => keyOf({ pk: 'uses', sk: source });

/** A head's further parts are called by what they hold, so that two writers never mix theirs. */
const keysOfParts = (source: string, version: string, parts: number): readonly Item[] =>
  Array.from({ length: parts - 1 }, (_, index) =>
    keyOf({ pk: 'uses', sk: `${source}#${version}#${index + 1}` }),
  );

const furtherKeys = ({ sk, version, parts }: Item): readonly Item[] =>
  keysOfParts(textOf(sk), textOf(version), numberOf(parts));

export async function readHeads(
  table: Table,
  sources: readonly UseSource[],
): Promise<ReadonlyMap<UseSource, Head>> {
  const firsts = await itemsAt(table, sources.map(keyOfHead));
  const further = new Map<string, Item>();
  for (const keys of inGroupsOf(maxRead, firsts.flatMap(furtherKeys))) {
    for (const item of await itemsAt(table, keys)) further.set(textOf(item.sk), item);
  }
  const heads = firsts.map((first): Head => {
    const rest = furtherKeys(first).map(({ sk }) => further.get(textOf(sk)));
    return unpacked([first, ...rest].map((item) => item?.packed?.B));
  });
  return new Map(heads.map((head) => [head.source, head]));
}

async function itemsAt(table: Table, Keys: readonly Item[]): Promise<readonly Item[]> {
  const command = new BatchGetItemCommand({
    RequestItems: { [table.name]: { Keys: [...Keys], ConsistentRead: true } },
  });
  const { Responses = {}, UnprocessedKeys = {} } = await relying('dynamodb:BatchGetItem', () =>
    table.client.send(command),
  );
  if (Object.keys(UnprocessedKeys).length > 0) {
    throw new Unavailable('dynamodb:BatchGetItem left keys unprocessed');
  }
  return Responses[table.name] ?? [];
}

function unpacked(parts: readonly (Uint8Array | undefined)[]): Head {
  const there = parts.flatMap((part) => part ?? []);
  if (there.length < parts.length) {
    throw new Unavailable('what was remembered of uses has just been replaced');
  }
  // Only keepHead writes these.
  return JSON.parse(gunzipSync(Buffer.concat(there)).toString()) as Head;
}

/**
 * Keeps a head in place of the one before it, in as many parts as it takes. The first part is written last and names
 * the others: whoever reads finds all of them, or is told to try again.
 */
export async function keepHead(table: Table, head: Head): Promise<void> {
  const packed = gzipSync(JSON.stringify(head));
  const version = createHash('sha256').update(packed).digest('hex').slice(0, 16);
  const [first = packed, ...rest] = partsOf(packed);
  const expiresAt = expiry(table.clock.now(), keptMs.uses);
  const keys = keysOfParts(head.source, version, rest.length + 1);
  await write(
    table,
    rest.map((part, index) => ({
      PutRequest: { Item: { ...keys[index], packed: { B: part }, expiresAt } },
    })),
  );
  const several =
    rest.length === 0 ? {} : { version: text(version), parts: number(rest.length + 1) };
  const put = new PutItemCommand({
    TableName: table.name,
    Item: { ...keyOfHead(head.source), packed: { B: first }, ...several, expiresAt },
    ReturnValues: 'ALL_OLD',
  });
  const { Attributes: before } = await relying('dynamodb:PutItem', () => table.client.send(put));
  const isSame = textOf(before?.version) === version;
  const old = before === undefined || isSame ? [] : furtherKeys(before);
  await write(
    table,
    old.map((Key) => ({ DeleteRequest: { Key } })),
  );
}

const partsOf = (packed: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(packed.length / maxPartBytes) }, (_, index) =>
    packed.subarray(index * maxPartBytes, (index + 1) * maxPartBytes),
  );

async function write(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  for (const group of inGroupsOf(maxWrite, requests)) {
    const command = new BatchWriteItemCommand({ RequestItems: { [table.name]: [...group] } });
    const { UnprocessedItems = {} } = await relying('dynamodb:BatchWriteItem', () =>
      table.client.send(command),
    );
    if (Object.keys(UnprocessedItems).length > 0) {
      throw new Unavailable('dynamodb:BatchWriteItem left uses unwritten');
    }
  }
}
