import { expect } from '@jest/globals';
import { stopDeckhand } from '../support/kill-switch.ts';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene, threadOf } from '../support/scene.ts';
import { webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

const uri = ({ cloud }: Scene, tag: string): string => cloud.ecr.uri('shop/web', tag);

const update = (scene: Scene, more: { readonly [field: string]: unknown }) =>
  scene.call('ecs', 'UpdateService', { cluster: 'prod', service: 'web', ...more });

/** Registers a revision of `web` that runs this tag, as Terraform would. */
const registered = (scene: Scene, tag: string): Promise<string> =>
  scene.register({ ...webDefinition, containerDefinitions: [container(scene, 'app', tag)] });

export const rolloutEndings: readonly Story[] = [
  {
    name: 'scaled to zero: deployed, and nobody is told that it works',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, { desiredCount: 0 });

      await pushed(scene, '1.1.0');

      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is deployed, and nothing runs']);
    },
  },
  {
    name: 'superseded: a person deploys over a rollout, which is told and left alone, by the next sweep as well',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      await pushed(scene, '1.1.0', 25_000);
      await update(scene, { taskDefinition: 'web:1' });
      await scene.pass(10 * minute);
      const told = scene.titles();
      await scene.pass(7 * 60 * minute);

      expect(told).toEqual(['✅ web: 1.1.0 was overtaken']);
      expect(running(scene)).toEqual([uri(scene, '1.0.0')]);
      expect(scene.titles().at(-1)).toBe('🟡 web: 1.1.0 is held back');
      expect(scene.shown()).toContain('1.0.0 was put in its place since');
    },
  },
  {
    name: 'Terraform puts the old image back: that is told with who registered it, and not fought; a newer one goes out',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      await pushed(scene, '1.1.0');

      await registered(scene, '1.0.0');
      await update(scene, { taskDefinition: 'web' });
      await scene.pass(10 * minute);
      const told = scene.titles();
      const shown = scene.shown();
      await scene.pass(13 * 60 * minute);
      const swept = running(scene);
      await pushed(scene, '1.2.0');

      expect(told.at(-1)).toBe('🟡 web: 1.1.0 was replaced by 1.0.0');
      expect(shown).toMatch(/web:3, registered by \S+, brings 1.0.0 in place of 1.1.0/);
      expect(swept).toEqual([uri(scene, '1.0.0')]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
    },
  },
  {
    name: 'rollback: never leaves what failed where it is, says so, and does not try it again',
    async play() {
      const scene = await openScene(rollsOut('minor', 'rollback: never'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 40 * minute);

      expect(scene.titles().at(-1)).toMatch(/^🟠 web: 1.1.0 failed/);
      expect(scene.shown()).toContain('the rule says rollback: never');
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
    },
  },
  {
    name: 'stopped by the kill switch: what failed is told, and not taken back',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 10 * minute);
      await stopDeckhand(scene);
      await scene.pass(30 * minute);

      expect(scene.shown()).toContain('Deckhand was stopped by maria');
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
      expect(scene.tally()).not.toHaveProperty(['callDue ecs:StopServiceDeployment']);
    },
  },
  {
    name: 'a rollout that takes its time tells how far it has come, once',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 20 * minute);

      expect(
        threadOf(scene)
          .join('\n')
          .match(/is on its way: 0 of 2 tasks/g),
      ).toHaveLength(1);
    },
  },
];
