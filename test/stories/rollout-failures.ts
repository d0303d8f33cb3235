import { expect } from '@jest/globals';
import { rolloutEndOf } from '../support/end-state.ts';
import { pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** One after the other: what ran makes way before what is new has started. */
const inPlace = { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } };

/** Neither this version nor, from now on, the one before starts. */
const nothingStarts = ({ cloud }: Scene): void => {
  cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
  cloud.ecs.program({ image: '*:1.0.0' }, { cannotStart: 'no such file' });
};

const denied = (scene: Scene, action: string, times = 1): void =>
  scene.cloud.faults.next({ principal: 'callDue', service: 'ecs', action, kind: 'deny', times });

/** What goes wrong besides the image: none of it may keep the service from its next image. */
export const rolloutFailures: readonly Story[] = [
  {
    name: 'the way back fails, too: that is told as critical, and a version that was mended goes out after it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, inPlace);
      nothingStarts(scene);

      await pushed(scene, '1.1.0', 90 * minute);
      const failed = scene.titles();
      await pushed(scene, '1.2.0', 15 * minute);

      expect(failed[0]).toMatch(/^🔴 web: 1.1.0 failed, and 1.0.0 did not come back/);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(await rolloutEndOf(scene)).toMatchObject({ openRecords: [], deadLetters: 0 });
    },
  },
  {
    name: 'the way back is denied: that is told as critical at once, and a version that was mended goes out after it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 29 * minute);
      denied(scene, 'StopServiceDeployment');
      await scene.pass(5 * minute);
      const titles = scene.titles();
      await scene.pass(40 * minute);
      await pushed(scene, '1.2.0', 15 * minute);

      expect(titles).toEqual([
        expect.stringMatching(/^🔴 web: 1.1.0 failed, and 1.0.0 could not be brought back/),
      ]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
    },
  },
  {
    name: 'the deployment is denied: that is told, nothing is held back, and the next version goes out',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      denied(scene, 'UpdateService');

      await pushed(scene, '1.1.0');
      const titles = scene.titles();
      await pushed(scene, '1.2.0', 60 * minute);

      expect(titles).toEqual([expect.stringContaining('web: 1.1.0 could not be rolled out')]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(scene.shown()).not.toContain('deckhand release');
    },
  },
];
