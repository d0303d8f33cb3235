import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reply } from '../support/aws-wire.ts';
import { wire } from '../support/aws-wire.ts';
import { aClock, aTable, worldOn } from '../support/world.ts';

const windowMs = 600_000;
const twoPerTenMinutes = { key: 'cluster/prod', restarts: 2, windowMs };

async function memory() {
  const { requestHandler, sent, answer } = await aTable();
  const clock = aClock();
  return { memory: worldOn({ requestHandler, clock }).memory, clock, sent, answer };
}

describe('a budget', () => {
  test('grants what it has, then refuses and says how much is used', async () => {
    const { memory: table } = await memory();

    const grants = [];
    for (const key of ['a', 'b', 'c']) grants.push(await table.spend(twoPerTenMinutes, key));

    expect(grants).toEqual([
      { granted: true, used: 1 },
      { granted: true, used: 2 },
      { granted: false, used: 2 },
    ]);
  });

  test('costs one read and one write, and the same key costs nothing more', async () => {
    const { memory: table, sent } = await memory();

    const first = await table.spend(twoPerTenMinutes, 'a');
    const again = await table.spend(twoPerTenMinutes, 'a');

    expect([first, again]).toEqual([
      { granted: true, used: 1 },
      { granted: true, used: 1 },
    ]);
    expect(sent.map(({ action }) => action)).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:GetItem',
    ]);
  });

  test('slides: a restart comes back exactly one window after it was spent', async () => {
    const { memory: table, clock } = await memory();
    await table.spend(twoPerTenMinutes, 'a');
    clock.pass(60_000);
    await table.spend(twoPerTenMinutes, 'b');

    clock.pass(windowMs - 60_001);
    const tooEarly = await table.spend(twoPerTenMinutes, 'c');
    clock.pass(1);
    const inTime = await table.spend(twoPerTenMinutes, 'c');

    expect([tooEarly.granted, inTime.granted]).toEqual([false, true]);
  });

  test('does not charge again for a key that comes back after the window', async () => {
    const { memory: table, clock } = await memory();
    await table.spend(twoPerTenMinutes, 'a');
    clock.pass(6 * windowMs);
    await table.spend(twoPerTenMinutes, 'b');

    const late = await table.spend(twoPerTenMinutes, 'a');

    expect(late).toEqual({ granted: true, used: 1 });
  });

  test('of none grants none', async () => {
    const { memory: table } = await memory();

    const grant = await table.spend({ ...twoPerTenMinutes, restarts: 0 }, 'a');

    expect(grant).toEqual({ granted: false, used: 0 });
  });

  test('is not exceeded by a machine whose clock is behind', async () => {
    const { memory: table, clock } = await memory();
    await table.spend(twoPerTenMinutes, 'a');
    await table.spend(twoPerTenMinutes, 'b');
    clock.pass(-5_000);

    const behind = await table.spend(twoPerTenMinutes, 'c');

    expect(behind.granted).toBe(false);
  });

  test('is Unavailable when the race is lost again and again', async () => {
    const lost: Reply = {
      status: 400,
      body: { __type: 'ConditionalCheckFailedException', Item: { revision: { N: '7' } } },
    };
    const { requestHandler } = wire(({ action }) => (action.endsWith('GetItem') ? {} : lost));

    const spending = worldOn({ requestHandler }).memory.spend(twoPerTenMinutes, 'a');

    await expect(spending).rejects.toMatchObject({ name: 'Unavailable' });
  });

  test('is never exceeded in any window, whatever happens at once and in whatever order', async () => {
    const spender = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      afterMs: fc.integer({ min: 0, max: 2 * windowMs }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(spender, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        async (scheduler, waves, restarts) => {
          const { answer } = await aTable();
          const clock = aClock();
          const { requestHandler } = wire(scheduler.scheduleFunction(answer));
          const { memory: table } = worldOn({ requestHandler, clock });
          const budget = { ...twoPerTenMinutes, restarts };
          const grants = new Map<string, number>();
          for (const wave of waves) {
            const spending = wave.map(async ({ key }) => {
              const { granted } = await table.spend(budget, key);
              if (granted && !grants.has(key)) grants.set(key, clock.now().getTime());
            });
            await scheduler.waitFor(Promise.all(spending));
            clock.pass(wave[0]?.afterMs ?? 0);
          }

          const times = [...grants.values()];
          const mostInOneWindow = times.map(
            (end) => times.filter((at) => at <= end && at > end - windowMs).length,
          );

          expect(Math.max(0, ...mostInOneWindow)).toBeLessThanOrEqual(restarts);
        },
      ),
      { numRuns: 40 },
    );
  });
});
