import { expect } from '@jest/globals';
import type { FaultKind } from '../../local/cloud/faults.ts';
import { rolloutEndOf } from '../support/end-state.ts';
import { pushed, rollsOut, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

type Strike = { readonly principal: string; readonly call: number; readonly kind: FaultKind };

/** A push, from the event to the end of its rollout. */
async function rollsOutWell(strike?: Strike): Promise<Scene> {
  const scene = await openScene(rollsOut('minor'));
  await webOf(scene, { desiredCount: 1 });
  if (strike) scene.cloud.faults.next(strike);
  await pushed(scene, '1.1.0', 45 * minute);
  return scene;
}

/** A rollout whose time is over: struck when that is found out, and it is taken back. */
async function isTakenBack(strike?: Strike): Promise<Scene> {
  const scene = await openScene(rollsOut('minor'));
  await webOf(scene, { desiredCount: 1 });
  scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
  await pushed(scene, '1.1.0', 29 * minute);
  if (strike) scene.cloud.faults.next(strike);
  await scene.pass(60 * minute);
  return scene;
}

/** Every call that each function makes in its longest invocation of the first story. */
const strikes: readonly (readonly [principal: string, calls: number])[] = [
  ['imagePushed', 7],
  ['callDue', 23],
  ['serviceChanged', 10],
];

const kinds: readonly FaultKind[] = ['crash-before', 'crash-after'];

const everyStep = (
  words: string,
  play: (strike?: Strike) => Promise<Scene>,
  { principal, calls }: { readonly principal: string; readonly calls: number },
  kind: FaultKind,
): Story => ({
  name: `${kind} at each call of ${principal}: ${words}`,
  async play() {
    const undisturbed = await rolloutEndOf(await play());
    expect(undisturbed).toMatchObject({ openRecords: [], deadLetters: 0 });

    for (let call = 1; call <= calls; call += 1) {
      const strike = { principal, call, kind };
      const scene = await play(strike);

      const end = await rolloutEndOf(scene);

      expect({ ...strike, ...end }).toEqual({ ...strike, ...undisturbed });
      expect(scene.cloud.faults.strike({ service: '', action: '', ...strike })).toBeNull();
    }
  },
});

export const rolloutCrashes: readonly Story[] = [
  ...kinds.flatMap((kind) => [
    ...strikes.map(([principal, calls]) =>
      everyStep('one revision, the same end', rollsOutWell, { principal, calls }, kind),
    ),
    everyStep(
      'taken back once, told the same',
      isTakenBack,
      { principal: 'callDue', calls: 9 },
      kind,
    ),
  ]),
  {
    name: 'the calls of the undisturbed rollout are those that the steps above strike, and no more',
    async play() {
      const scene = await rollsOutWell();

      const longest = new Map<string, number>();
      for (const { function: name, calls } of scene.cloud.lambda.invocations) {
        longest.set(name, Math.max(longest.get(name) ?? 0, calls));
      }

      expect(Object.fromEntries(longest)).toMatchObject(Object.fromEntries(strikes));
    },
  },
];
