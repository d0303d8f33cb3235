import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { play, plots } from '../support/fleet/plot.ts';
import { unexplained } from '../support/fleet/reasons.ts';

/** A day takes about a second. */
const numRuns = 8;
test('whatever a fleet does and whatever goes wrong: nothing goes that something needs, and what stays has a reason', async () => {
  let deletions = 0;

  await fc.assert(
    fc.asyncProperty(plots, async (plot) => {
      const { scene, fleet, lost } = await play(plot);

      expect(lost).toEqual([]);
      expect(await unexplained(fleet)).toEqual([]);
      deletions += scene.cloud.calls.filter(({ action }) => action === 'BatchDeleteImage').length;
    }),
    // What fails is one second's work to play again, and minutes' to shrink.
    { numRuns, endOnFailure: true },
  );

  // A cleanup that never comes to delete anything would lose nothing, either.
  expect(deletions).toBeGreaterThan(numRuns / 2);
});
