import { describe, expect, test } from '@jest/globals';
import type { Decision, Outcome } from '../../shared/core/decision.ts';
import type { Signal } from '../../shared/core/signal.ts';
import { aClock, aTable, worldOn } from '../support/world.ts';

const key = { signalId: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/1#7', playbook: 'restart' };
const at = '2026-03-01T12:00:00.000Z';
const inOneMinute = new Date('2026-03-01T12:01:00Z');

const signal: Signal = {
  kind: 'call-due',
  id: 'call-1',
  at,
  account: '123456789012',
  region: 'eu-west-1',
  call: {
    id: 'call-1',
    playbook: 'restart',
    about: { what: '', deep: [0, -1.5, '', null, { a: '🚢' }] },
  },
};
const facts = { of: 'restart/1', now: at };
const decision: Decision = {
  verdict: 'ignore',
  reasons: [],
  actions: [
    {
      do: 'remember-launch',
      taskArns: [],
      launch: { cluster: 'prod', taskDefinition: 'report:1' },
    },
  ],
};
/** Decided, and not done yet. */
const record = { signal, facts, decision };

const anOutcome = (action: number, what = 'started task 1'): Outcome => ({
  action,
  did: 'run-task',
  status: 'done',
  at,
  what,
});

async function records() {
  const { requestHandler, sent } = await aTable();
  const clock = aClock();
  const open = () => worldOn({ requestHandler, clock }).records;
  return { records: open(), clock, sent };
}

describe('a lease', () => {
  test('is taken by who comes first, with nothing recorded yet, in one call', async () => {
    const { records: table, sent } = await records();

    const lease = await table.lease(key, inOneMinute);

    expect(lease).toEqual({ status: 'taken', recorded: null });
    expect(sent.map(({ action }) => action)).toEqual(['dynamodb:UpdateItem']);
  });

  test('is busy for everybody else until it lapses, in one call', async () => {
    const { records: table, sent } = await records();
    await table.lease(key, inOneMinute);

    const second = await table.lease(key, new Date('2026-03-01T12:05:00Z'));

    expect(second).toEqual({ status: 'busy', until: inOneMinute.toISOString() });
    expect(sent).toHaveLength(2);
  });

  test('that lapsed brings back what the earlier try left', async () => {
    const { records: table, clock } = await records();
    await table.lease(key, inOneMinute);
    await table.decided(key, record);
    await table.append(key, anOutcome(0), false);
    clock.pass(60_000);

    const again = await table.lease(key, new Date('2026-03-01T12:02:00Z'));

    expect(again).toEqual({
      status: 'taken',
      recorded: { ...record, outcomes: [anOutcome(0)] },
    });
  });

  test('is done for good with the last outcome, or with a decision that has nothing to do', async () => {
    const { records: table, clock } = await records();
    const other = { ...key, playbook: 'other' };
    await table.lease(key, inOneMinute);
    await table.append(key, anOutcome(0), true);
    await table.lease(other, inOneMinute);
    await table.decided(other, { ...record, decision: { ...record.decision, actions: [] } });
    clock.pass(3_600_000);

    const leases = [await table.lease(key, clock.now()), await table.lease(other, clock.now())];

    expect(leases).toEqual([{ status: 'done' }, { status: 'done' }]);
  });

  test('is one per playbook', async () => {
    const { records: table } = await records();
    await table.lease(key, inOneMinute);

    const other = await table.lease({ ...key, playbook: 'deploy' }, inOneMinute);

    expect(other.status).toBe('taken');
  });
});

describe('a record', () => {
  test('is read as it was written, to the last empty text and number', async () => {
    const { records: table } = await records();
    await table.decided(key, record);

    const read = await table.read(key);

    expect(read).toEqual({ ...record, outcomes: [] });
  });

  test('is null when nobody wrote one', async () => {
    const { records: table } = await records();

    const read = await table.read(key);

    expect(read).toBeNull();
  });

  test('keeps the first decision: a try that outlived its lease cannot replace it', async () => {
    const { records: table } = await records();
    await table.decided(key, record);

    const late = table.decided(key, { ...record, decision: { ...decision, verdict: 'restart' } });

    await expect(late).rejects.toMatchObject({ name: 'Unavailable' });
    expect((await table.read(key))?.decision.verdict).toBe('ignore');
  });

  test('too large for the table is refused before it is sent', async () => {
    const { records: table, sent } = await records();
    const large = { ...facts, now: 'x'.repeat(361 * 1_024) };

    const writing = table.decided(key, { ...record, facts: large });

    await expect(writing).rejects.toMatchObject({ name: 'BadInput' });
    expect(sent).toEqual([]);
  });

  test('holds outcomes in the order of their actions, each once, the first one staying', async () => {
    const { records: table } = await records();
    await table.decided(key, record);
    for (const index of [10, 2, 0, 2])
      await table.append(key, anOutcome(index, `try ${index}`), false);
    await table.append(key, anOutcome(2, 'a second time'), false);

    const read = await table.read(key);

    expect(read?.outcomes).toEqual([0, 2, 10].map((index) => anOutcome(index, `try ${index}`)));
  });

  test('has room for outcomes whatever they say', async () => {
    const { records: table } = await records();
    await table.decided(key, { ...record, facts: { ...facts, now: 'x'.repeat(350 * 1_024) } });

    await table.append(key, anOutcome(0, 'y'.repeat(100_000)), true);

    expect((await table.read(key))?.outcomes).toHaveLength(1);
  });

  test('is forgotten by the table 30 days after it was begun', async () => {
    const { records: table, sent } = await records();

    await table.lease(key, inOneMinute);

    const values = sent[0]?.body.ExpressionAttributeValues;
    const thirtyDaysOn = Date.parse('2026-03-31T12:00:00Z') / 1_000;
    expect(values).toMatchObject({ ':expiresAt': { N: String(thirtyDaysOn) } });
  });
});
