import { expect, jest, test } from '@jest/globals';
import { createDice } from '../../local/cloud/dice.ts';
import type { Ledger } from '../../shared/core/cleanup.ts';
import type { Decision } from '../../shared/core/decision.ts';
import type { Signal } from '../../shared/core/signal.ts';
import { type Sent, wire } from '../support/aws-wire.ts';
import { aClock, aTable, worldOn } from '../support/world.ts';

// Packing and keeping a megabyte takes a while on a busy machine.
jest.setTimeout(60_000);

const at = '2026-03-01T12:00:00.000Z';
const inOneMinute = new Date('2026-03-01T12:01:00Z');
const key = { signalId: 'run#shop/web', playbook: 'cleanup' };
const dice = createDice(11);

/** Digests do not shrink: what 20,000 of them pack into is more than an item of DynamoDB holds. */
const kept = Array.from({ length: 20_000 }, (_, index) => ({
  digest: `sha256:${dice.hex(64)}`,
  tags: [`build-${index}`],
  why: 'not-marked',
  because: 'rule 1 keeps it: pushed no more than 365 days ago',
}));

const ledger: Ledger = {
  ...{ run: 'run', repository: 'shop/web', mode: 'act', hold: null, going: [], kept },
  ...{ frees: { bytes: 0, isExact: true, dollarsPerMonth: 0 }, keptBy: { 'not-marked': 20_000 } },
};

const reasons = [{ rule: 'the mode is act', holds: true, because: 'the mode of shop/web is act' }];
const decision: Decision = {
  ...{ verdict: 'keep', reasons },
  actions: [{ do: 'keep-ledger', ledger }],
};

const signal: Signal = {
  kind: 'call-due',
  ...{ id: key.signalId, at, account: '123456789012', region: 'eu-west-1' },
  call: { id: 'call-1', playbook: 'cleanup', about: { what: 'repository' } },
};

const facts = {
  of: 'cleanup/1',
  now: at,
  images: kept.slice(0, 2_000).map(({ digest }) => digest),
};
const record = { signal, facts, decision };

async function aTableOfRecords() {
  const { answer } = await aTable();
  const dead = { fails: '' };
  const { requestHandler, sent } = wire((asked) => {
    if (asked.action === dead.fails) throw new Error('the line is dead');
    return answer(asked);
  });
  const clock = aClock();
  const { records } = worldOn({ requestHandler, clock });
  return { records, answer, clock, sent, wire: dead };
}

const calls = (sent: readonly Sent[]) => sent.map(({ action }) => action.replace('dynamodb:', ''));

/** The `pk` of the parts that were written. */
const partsIn = (sent: readonly Sent[]): readonly string[] =>
  [...JSON.stringify(sent.map(({ body }) => body)).matchAll(/"(packed#\w+#\d+)"/g)].map(
    ([, name = '']) => name,
  );

test('a ledger of 20,000 images is kept whole, beside the record that names it', async () => {
  const { records: kept, sent } = await aTableOfRecords();

  await kept.decided(key, record);
  const read = await kept.read(key);

  expect(read).toEqual({ ...record, outcomes: [] });
  expect(calls(sent)).toEqual(['BatchWriteItem', 'UpdateItem', 'GetItem', 'BatchGetItem']);
});

test('a try that takes a lapsed lease over goes on by the whole of it', async () => {
  const { records: kept, clock } = await aTableOfRecords();
  await kept.lease(key, inOneMinute);
  await kept.decided(key, record);
  clock.pass(120_000);

  const again = await kept.lease(key, clock.now());

  expect(again).toEqual({ status: 'taken', recorded: { ...record, outcomes: [] } });
});

test('parts without a record, as a crash between the two leaves them, are nothing: it is decided anew', async () => {
  const { records: kept, clock, wire: line, sent } = await aTableOfRecords();
  await kept.lease(key, inOneMinute);
  line.fails = 'dynamodb:UpdateItem';
  await expect(kept.decided(key, record)).rejects.toThrow('the line is dead');
  line.fails = '';
  clock.pass(120_000);

  expect(partsIn(sent).length).toBeGreaterThan(1);
  expect(await kept.lease(key, clock.now())).toEqual({ status: 'taken', recorded: null });
});

test('of two tries that decide at once the first one holds, to the last image', async () => {
  const { records: kept } = await aTableOfRecords();
  const other = { ...ledger, kept: ledger.kept.toReversed() };
  await kept.decided(key, record);

  const late = kept.decided(key, {
    ...record,
    decision: { ...decision, actions: [{ do: 'keep-ledger', ledger: other }] },
  });

  await expect(late).rejects.toMatchObject({ name: 'Unavailable' });
  expect((await kept.read(key))?.decision).toEqual(decision);
});

test('a part that is missing makes the actions unknown, and never an empty ledger', async () => {
  const { records: kept, answer, sent } = await aTableOfRecords();
  await kept.decided(key, record);
  const [, ...further] = partsIn(sent);
  const Key = { pk: { S: further.at(-1) ?? '' }, sk: { S: 'part' } };
  await answer({ action: 'dynamodb:DeleteItem', body: { TableName: 'deckhand', Key } });

  await expect(kept.read(key)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringMatching(/^1 of the \d parts of the record are missing$/),
  });
});

test('each outcome that is appended is paid for by an item of a few kilobytes', async () => {
  const { records: kept, sent } = await aTableOfRecords();

  await kept.decided(key, record);

  const [ofRecord] = sent.filter(({ action }) => action === 'dynamodb:UpdateItem');
  expect(JSON.stringify(ofRecord?.body).length).toBeLessThan(2_048);
});

test('what fits into a few kilobytes is kept in one item, and read in one call', async () => {
  const { records: table, sent } = await aTableOfRecords();
  const small = { ...ledger, kept: kept.slice(0, 20) };
  const few = {
    ...{ signal, facts: { ...facts, images: [] } },
    decision: { ...decision, actions: [{ do: 'keep-ledger', ledger: small } as const] },
  };

  await table.decided(key, few);
  const read = await table.read(key);

  expect(read).toEqual({ ...few, outcomes: [] });
  expect(calls(sent)).toEqual(['UpdateItem', 'GetItem']);
});

test('parts are never forgotten before the record that names them', async () => {
  const { records: kept, sent } = await aTableOfRecords();
  await kept.lease(key, inOneMinute);

  await kept.decided(key, record);

  const [ofRecord = 0, ...ofParts] = sent.flatMap(({ body }) =>
    [...JSON.stringify(body).matchAll(/expiresAt":{"N":"(\d+)"/g)].map(([, epoch]) =>
      Number(epoch),
    ),
  );
  expect(ofParts.length).toBeGreaterThan(1);
  for (const epoch of ofParts) expect(epoch).toBeGreaterThan(ofRecord);
});
