import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../shared/core/decision.ts';
import { wire } from '../support/aws-wire.ts';
import { aClock, aTable, worldOn } from '../support/world.ts';

const key = { signalId: 'task-1#7', playbook: 'restart' };
const leaseMs = 30_000;

type Holding = { readonly fromMs: number; readonly untilMs: number };

test('a lease is never held by two at a time, whoever comes and dies when', async () => {
  const wave = fc.record({
    tries: fc.integer({ min: 1, max: 4 }),
    thenMs: fc.integer({ min: 0, max: 2 * leaseMs }),
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(wave, { maxLength: 6 }), async (scheduler, waves) => {
      const { answer } = await aTable();
      const clock = aClock();
      const { requestHandler } = wire(scheduler.scheduleFunction(answer));
      const { records } = worldOn({ requestHandler, clock });
      const held: Holding[] = [];
      for (const { tries, thenMs } of waves) {
        const fromMs = clock.now().getTime();
        const untilMs = fromMs + leaseMs;
        const taking = Array.from({ length: tries }, async () => {
          const { status } = await records.lease(key, new Date(untilMs));
          if (status === 'taken') held.push({ fromMs, untilMs });
        });
        await scheduler.waitFor(Promise.all(taking));
        clock.pass(thenMs);
      }

      const overlapping = held.filter(
        ({ fromMs }, index) => index > 0 && fromMs < (held[index - 1]?.untilMs ?? 0),
      );

      expect(overlapping).toEqual([]);
      expect(held.length > 0).toBe(waves.length > 0);
    }),
    { numRuns: 40 },
  );
});

test('an outcome appended any number of times, in any order, is there once', async () => {
  const indexes = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), indexes, async (scheduler, actions) => {
      const { answer } = await aTable();
      const { requestHandler } = wire(scheduler.scheduleFunction(answer));
      const { records } = worldOn({ requestHandler });
      const deciding = records.decided(key, aRecord);
      await scheduler.waitFor(deciding);
      const appending = actions.map((action, index) =>
        records.append(key, anOutcome(action, index), false),
      );
      await scheduler.waitFor(Promise.all(appending));

      const recorded = await scheduler.waitFor(records.read(key));

      const there = recorded?.outcomes.map(({ action }) => action);
      expect(there).toEqual([...new Set(actions)].sort((one, other) => one - other));
    }),
    { numRuns: 30 },
  );
});

const at = '2026-03-01T12:00:00.000Z';

const anOutcome = (action: number, tried: number): Outcome => ({
  action,
  did: 'notify',
  status: 'done',
  at,
  what: `try ${tried}`,
});

const aRecord = {
  signal: {
    kind: 'call-due',
    id: 'call-1',
    at,
    account: '123456789012',
    region: 'eu-west-1',
    call: { id: 'call-1', playbook: 'restart', about: { what: 'test' } },
  },
  facts: { of: 'restart/1', now: at },
  decision: { verdict: 'report', reasons: [], actions: [] },
} as const;
