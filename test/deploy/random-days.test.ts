import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endStateOf } from '../support/end-state.ts';
import { days, playDay } from '../support/pushes/day.ts';
import { leftOpen } from '../support/pushes/rules.ts';

/** A day takes some three seconds; RUNS plays more of them. */
const numRuns = Number(process.env.RUNS ?? 6);

test('whatever is pushed and whatever goes wrong: never back, one at a time, nothing that failed, and all has a reason', async () => {
  let rollouts = 0;

  await fc.assert(
    fc.asyncProperty(days, async (plot) => {
      const day = await playDay(plot);

      expect(day.broken).toEqual([]);
      expect(await leftOpen(day)).toEqual([]);
      expect(await endStateOf(day.scene)).toMatchObject({ openRecords: [], deadLetters: 0 });
      rollouts += day.scene.tally()['callDue ecs:UpdateService'] ?? 0;
    }),
    // What fails is one second's work to play again, and minutes' to shrink.
    { numRuns, endOnFailure: true },
  );

  // Whoever never rolls anything out breaks no rule, either.
  expect(rollouts).toBeGreaterThan(2 * numRuns);
});
