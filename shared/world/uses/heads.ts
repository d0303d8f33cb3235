import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../../core/errors.ts';
import type { Gap, Use, UseSource } from '../../core/use.ts';
import { readItems, writeItems } from '../batches.ts';
import { relying } from '../failures.ts';
import { pack, unpack } from '../packed.ts';
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
  const firsts = await readItems(table, sources.map(keyOfHead));
  const rest = await readItems(table, firsts.flatMap(furtherKeys));
  const further = new Map(rest.map((item) => [textOf(item.sk), item]));
  const heads = firsts.map((first): Head => {
    const others = furtherKeys(first).map(({ sk }) => further.get(textOf(sk)));
    return whole([first, ...others].map((item) => item?.packed?.B));
  });
  return new Map(heads.map((head) => [head.source, head]));
}

function whole(parts: readonly (Uint8Array | undefined)[]): Head {
  const there = parts.flatMap((part) => part ?? []);
  if (there.length < parts.length) {
    throw new Unavailable('what was remembered of uses has just been replaced');
  }
  // Only keepHead writes these.
  return unpack<Head>(there);
}

/**
 * Keeps a head in place of the one before it, in as many parts as it takes. The first part is written last and names
 * the others: whoever reads finds all of them, or is told to try again.
 */
export async function keepHead(table: Table, head: Head): Promise<void> {
  const { version, parts } = pack(head);
  const [first, ...rest] = parts;
  const expiresAt = expiry(table.clock.now(), keptMs.uses);
  const keys = keysOfParts(head.source, version, rest.length + 1);
  await writeItems(
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
  await writeItems(
    table,
    old.map((Key) => ({ DeleteRequest: { Key } })),
  );
}
