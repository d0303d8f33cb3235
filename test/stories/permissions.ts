import { expect } from '@jest/globals';
import type { StageOptions } from '../../local/stage.ts';
import { day, digestsIn } from '../support/cleanups.ts';
import { pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { endedWell, ends, hour, openScene, reportDefinition } from '../support/scene.ts';
import type { Story } from './story.ts';

const telling = `
notify:
  receivers: [{ name: ops, slack: { channel: '#ops' } }]
`;

const withConfig = (yaml: string): StageOptions => ({ config: `${yaml}${telling}` });

/** Images older than a day go. */
const oldGo = (repository: string, mode: string): string => `
    - match: { repository: ${repository} }
      mode: ${mode}
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, countType: sinceImagePushed, countUnit: days, countNumber: 1 }
            action: { type: expire }
      protect: { minAge: 1h }
      caps: { maxPercent: 100, keepAtLeast: 0 }`;

const asksByTag = { ...reportDefinition, tags: [{ key: 'deckhand:mode', value: 'act' }] };

/** The stack is given what its deckhand.yml asks for, and what it is not given is told in words. */
export const permissions: readonly Story[] = [
  {
    name: 'restarts with permissions for one cluster, one family and its roles only',
    async play() {
      const scene = await openScene(
        withConfig(`
passRoles: ['report-*']
restart: { rules: [{ match: { cluster: prod, family: report }, mode: act }] }
`),
      );
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.titles()).toEqual([endedWell]);
    },
  },
  {
    name: 'a task whose role is not among passRoles is not restarted, and it is told which one',
    async play() {
      const scene = await openScene(
        withConfig(`
passRoles: [report-execution]
restart: { mode: act, attempts: 1 }
`),
      );
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.shown()).toContain('iam:PassRole');
      expect(scene.shown()).toContain('role/report-task');
    },
  },
  {
    name: 'a tag that says act where the file lets no tag say so is told, and only observed',
    async play() {
      const scene = await openScene(withConfig('mode: observe'));
      scene.play('report', ends(1), ends(0));
      await scene.register(asksByTag);

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([expect.stringContaining('would be restarted')]);
      expect(scene.shown()).toContain(
        'its tag asks for act, which counts only with actByTag: [restart]',
      );
    },
  },
  {
    name: 'a tag that says act where the file lets tags say so restarts',
    async play() {
      const scene = await openScene(withConfig('actByTag: [restart]'));
      scene.play('report', ends(1), ends(0));
      await scene.register(asksByTag);

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.titles()).toEqual([endedWell]);
    },
  },
  {
    name: 'images are deleted where the rules that act say so, and a tag does not add a repository to them',
    async play() {
      const scene = await openScene(
        withConfig(`
cleanup:
  rules:${oldGo('shop/*', 'act')}${oldGo('team/*', 'observe')}
`),
      );
      await scene.call('ecr', 'CreateRepository', {
        repositoryName: 'team/web',
        tags: [{ Key: 'deckhand:mode', Value: 'act' }],
      });
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      const kept = scene.cloud.ecr.push({ repository: 'team/web', tag: '1' });

      await scene.pass(2 * day + 2 * hour);

      expect(await digestsIn(scene)).toEqual([]);
      expect(await digestsIn(scene, 'team/web')).toEqual([kept]);
    },
  },
  {
    name: 'rollouts with permissions for one cluster, one service and its family only',
    async play() {
      const scene = await openScene(
        withConfig(`
deploy:
  rules: [{ match: { cluster: prod, service: web, family: web }, policy: minor, mode: act }]
`),
      );
      await webOf(scene);

      await pushed(scene, '1.1.0');

      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.0@')]);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'a service tagged act rolls out only where the file lets tags say so',
    async play() {
      const observing = await openScene(rollsOut('minor', 'mode: observe'));
      await webOf(observing, { tags: [{ key: 'deckhand:mode', value: 'act' }] });
      await pushed(observing, '1.1.0');

      const byTag = rollsOut('minor', 'mode: observe');
      const scene = await openScene({ config: `actByTag: [deploy]\n${byTag.config}` });
      await webOf(scene, { tags: [{ key: 'deckhand:mode', value: 'act' }] });
      await pushed(scene, '1.1.0');

      expect(running(observing)).toEqual([expect.stringContaining('shop/web:1.0.0')]);
      expect(observing.shown()).toContain('counts only with actByTag: [deploy]');
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.0@')]);
    },
  },
];
