import { isDeepStrictEqual } from 'node:util';
import type { KeepRollouts } from '../../core/rollout-actions.ts';
import type { World } from '../../core/world.ts';
import { askAgain } from './ask-again.ts';
import { type Circumstances, type Done, done, refused } from './done.ts';

/** A try that died after it had written finds its own words there, and is done. */
export async function keepRollouts(
  { rollouts, again }: KeepRollouts,
  { resumed }: Circumstances,
  world: World,
): Promise<Done> {
  const kept = done('wrote down how it ended');
  if (resumed) {
    const { revision, ...found } = await world.rollouts.load(rollouts.serviceArn);
    const { revision: before, ...wanted } = rollouts;
    if (revision > before && isDeepStrictEqual(found, wanted)) return kept;
  }
  if (await world.rollouts.save(rollouts)) return kept;
  const why = 'something else has happened to the service meanwhile';
  return again ? askAgain(again, world, { why }) : refused(why);
}
