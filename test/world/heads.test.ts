import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { createDice } from '../../local/cloud/dice.ts';
import { connection } from '../../shared/world/connection.ts';
import { table } from '../../shared/world/table.ts';
import { type Head, keepHead, readHeads } from '../../shared/world/uses/heads.ts';
import { aClock, aTable } from '../support/world.ts';

async function aTableOfUses() {
  const { requestHandler, sent } = await aTable();
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' };
  const made = connection({ clock: aClock(), region: 'eu-west-1', requestHandler, credentials });
  return { uses: table(made, 'deckhand'), sent };
}

const dice = createDice(7);

/** Digests do not shrink: some 10,000 of them are more than an item holds. */
const aHead = (count: number): Head => ({
  ...{ source: 'service-revision', lookedAt: '2026-03-01T12:00:00.000Z', former: [], gaps: [] },
  ...{ most: count, mostAt: '2026-03-01T12:00:00.000Z' },
  uses: Array.from({ length: count }, (_, index) => ({
    image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web@sha256:${dice.hex(64)}`,
    source: 'service-revision',
    by: `service shop/web-${index}`,
  })),
});

const calls = (sent: readonly { readonly action: string }[]) => sent.map(({ action }) => action);

test('however many uses a source has, all of them are remembered', async () => {
  const { uses, sent } = await aTableOfUses();
  const head = aHead(12_000);

  await keepHead(uses, head);
  const read = await readHeads(uses, ['service-revision', 'daemon']);

  expect([...read.keys()]).toEqual(['service-revision']);
  expect(read.get('service-revision')).toEqual(head);
  expect(calls(sent)).toEqual([
    'dynamodb:BatchWriteItem',
    'dynamodb:PutItem',
    'dynamodb:BatchGetItem',
    'dynamodb:BatchGetItem',
  ]);
});

test('what was kept before is replaced, and leaves nothing behind', async () => {
  const { uses, sent } = await aTableOfUses();
  await keepHead(uses, aHead(12_000));
  const small = aHead(1);

  await keepHead(uses, small);
  const read = await readHeads(uses, ['service-revision']);

  expect(read.get('service-revision')).toEqual(small);
  expect(JSON.stringify(sent.at(-2)?.body)).toContain('DeleteRequest');
  expect(calls(sent).slice(2)).toEqual([
    'dynamodb:PutItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:BatchGetItem',
  ]);
});

test('a head whose further parts are gone is none: it is read again, never taken for nothing', async () => {
  const { uses, sent } = await aTableOfUses();
  await keepHead(uses, aHead(12_000));
  const [, sk = ''] = /"sk":{"S":"([^"]+)"}/.exec(JSON.stringify(sent[0]?.body)) ?? [];
  const Key = { pk: { S: 'uses' }, sk: { S: sk } };
  await uses.client.send(new DeleteItemCommand({ TableName: uses.name, Key }));

  await expect(readHeads(uses, ['service-revision'])).rejects.toThrow('replaced');
});
