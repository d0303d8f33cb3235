import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Known, known, unknown } from '../core/known.ts';
import { readItems, writeItems } from './batches.ts';
import { expiry, type Item, keptMs, keyOf, type Table, textOf } from './table.ts';

/** DynamoDB takes 400 KB for an item. */
const maxPartBytes = 380 * 1_024;

/** A value in as many parts as it takes. `version` is a hash of what they hold: two writers never mix theirs. */
export type Packed = { readonly version: string; readonly parts: Parts };
type Parts = readonly [Uint8Array, ...Uint8Array[]];

export function pack(value: unknown): Packed {
  const packed = gzipSync(JSON.stringify(value));
  const further: Uint8Array[] = [];
  for (let at = maxPartBytes; at < packed.length; at += maxPartBytes) {
    further.push(packed.subarray(at, at + maxPartBytes));
  }
  return {
    version: createHash('sha256').update(packed).digest('hex').slice(0, 32),
    parts: [packed.subarray(0, maxPartBytes), ...further],
  };
}

/** `T` is what `pack` was given. */
export const unpack = <T>(parts: readonly Uint8Array[]): T =>
  JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as T;

/** Where a value is that did not fit into the item that names it. */
export type Elsewhere = { readonly version: string; readonly parts: number };

/** Each part has a `pk` of its own, as DynamoDB writes 1 MB a second under one. */
const nameOfPart = (version: string, index: number): string => `packed#${version}#${index}`;

/** The `pk` of each part. */
export const namesOfParts = ({ version, parts }: Elsewhere): readonly string[] =>
  Array.from({ length: parts }, (_, index) => nameOfPart(version, index));

const keyOfPart = (pk: string): Item => keyOf({ pk, sk: 'part' });

/** Written before the item that names it, so that whoever reads that finds all of it. */
export async function keepElsewhere(table: Table, value: unknown): Promise<Elsewhere> {
  const { version, parts } = pack(value);
  const expiresAt = expiry(table.clock.now(), keptMs.packed);
  await writeItems(
    table,
    parts.map((part, index) => ({
      PutRequest: {
        Item: { ...keyOfPart(nameOfPart(version, index)), packed: { B: part }, expiresAt },
      },
    })),
  );
  return { version, parts: parts.length };
}

/** Unknown where a part is missing: the rest of it would pass for all there is. */
export async function readElsewhere<T>(table: Table, elsewhere: Elsewhere): Promise<Known<T>> {
  const names = namesOfParts(elsewhere);
  const items = await readItems(table, names.map(keyOfPart));
  const found = new Map(items.map(({ pk, packed }) => [textOf(pk), packed?.B]));
  const parts = names.flatMap((name) => found.get(name) ?? []);
  const missing = names.length - parts.length;
  return missing > 0
    ? unknown(`${missing} of the ${names.length} parts of the record are missing`)
    : known(unpack<T>(parts));
}
