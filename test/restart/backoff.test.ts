import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backoff } from '../../shared/config/types.ts';
import { delayMs } from '../../shared/restart/backoff.ts';
import { aDiagnosis } from '../support/tasks.ts';

const steady: Backoff = { initialDelayMs: 10_000, rate: 2, maxDelayMs: 300_000, jitter: 'none' };
const jittered: Backoff = { ...steady, jitter: 'full' };
const application = aDiagnosis();
const capacity = aDiagnosis({ class: 'capacity' });

describe('the wait before a restart', () => {
  test.each([
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
    [5, 160_000],
    [6, 300_000],
    [10, 300_000],
  ])('of attempt %i is %i ms: it doubles up to the longest', (attempt, expected) => {
    expect(delayMs(steady, attempt, application, 0.5)).toBe(expected);
  });

  test.each([
    [0, 0],
    [0.25, 5_000],
    [0.999, 19_980],
  ])('with full jitter and dice %d is %i ms of 20 s', (dice, expected) => {
    expect(delayMs(jittered, 2, application, dice)).toBe(expected);
  });

  test('is six times as long where capacity is short', () => {
    expect(delayMs(steady, 1, capacity, 0.5)).toBe(60_000);
  });

  test.each([
    [0, 30_000],
    [0.5, 45_000],
    [0.999, 59_970],
  ])('for capacity is never jittered below half: dice %d gives %i ms', (dice, expected) => {
    expect(delayMs(jittered, 1, capacity, dice)).toBe(expected);
  });

  test.each([0, 0.5, 0.999])("is never less than the cause's own least delay (dice %d)", (dice) => {
    const rateLimited = aDiagnosis({ class: 'capacity', minDelayMs: 900_000 });

    expect(delayMs(jittered, 1, rateLimited, dice)).toBe(900_000);
  });

  test('never shrinks from one attempt to the next, and never passes the longest', () => {
    const backoffs = fc.record({
      initialDelayMs: fc.nat(60_000),
      rate: fc.double({ min: 1, max: 10, noNaN: true }),
      maxDelayMs: fc.integer({ min: 60_000, max: 86_400_000 }),
      jitter: fc.constantFrom('full' as const, 'none' as const),
    });
    const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 1, max: 9 }), dice, (backoff, attempt, roll) => {
        const one = delayMs(backoff, attempt, application, roll);
        const next = delayMs(backoff, attempt + 1, application, roll);

        expect(one).toBeGreaterThanOrEqual(0);
        expect(next).toBeGreaterThanOrEqual(one);
        expect(next).toBeLessThanOrEqual(backoff.maxDelayMs);
      }),
    );
  });
});
