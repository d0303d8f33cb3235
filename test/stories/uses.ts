import { expect } from '@jest/globals';
import { decisionsIn } from '../../local/rehearsal/decisions.ts';
import { day, digestsIn, runs, sweeping } from '../support/cleanups.ts';
import { ends, hour, minute, openScene, type Scene } from '../support/scene.ts';
import { usesByEcs } from '../support/uses/ecs.ts';
import { machine, runTask, schedule, usesByLaunchers } from '../support/uses/launchers.ts';
import { define } from '../support/uses/use.ts';
import type { Story } from './story.ts';

/** Why the image stays that had the tag at first, by the last ledger. */
async function evidenceFor(scene: Scene, digest: string): Promise<string | undefined> {
  const ledgers = (await decisionsIn(scene)).flatMap(({ decision: { actions } }) =>
    actions.flatMap((action) => (action.do === 'keep-ledger' ? action.ledger : [])),
  );
  return ledgers.at(-1)?.kept.find((image) => image.digest === digest)?.because;
}

const unreadable: readonly (readonly [string, string, (scene: Scene) => Promise<unknown>])[] = [
  [
    'a state machine takes its task definition from its input',
    'state machine m runs a task whose definition is only known when it runs',
    (scene) => machine(scene, { ...runTask(''), Parameters: { 'TaskDefinition.$': '$.task' } }),
  ],
  [
    'a schedule asks for a task by an input that does not say which',
    'schedule default/yearly runs a task, and its input does not tell which',
    (scene) =>
      schedule(scene, { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', Input: '<aws.scheduler>' }),
  ],
  [
    'a task definition has an image that nobody filled in',
    'cannot read the image `$IMAGE`',
    (scene) => runs(scene, 'web', '$IMAGE'),
  ],
];

/** Whatever can start a task or a container keeps the image it would start, and the ledger says who. */
export const usesOfImages: readonly Story[] = [
  ...[...usesByEcs, ...usesByLaunchers].map(
    ([name, evidence, use]): Story => ({
      name: `an image stays that is used by ${name}`,
      async play() {
        const scene = await openScene(sweeping());
        const { cloud, pass } = scene;
        const endMs = cloud.time.now() + day + 5 * minute;
        const used = cloud.ecr.push({ repository: 'shop/web', tag: 'used' });
        const nobody = cloud.ecr.push({ repository: 'shop/web', tag: 'nobody' });
        await use(scene, cloud.ecr.uri('shop/web', 'used'));

        await pass(endMs - cloud.time.now());

        const left = await digestsIn(scene);
        expect(left).toContain(used);
        expect(left).not.toContain(nobody);
        expect(await evidenceFor(scene, used)).toMatch(evidence);
      },
    }),
  ),
  ...unreadable.map(
    ([name, gap, use]): Story => ({
      name: `nothing goes while ${name}: it may run any image`,
      async play() {
        const scene = await openScene(sweeping());
        const idle = scene.cloud.ecr.push({ repository: 'shop/web', tag: 'idle' });
        await use(scene);

        await scene.pass(day + hour);

        expect(await digestsIn(scene)).toEqual([idle]);
        expect(scene.titles()).toEqual(['🟡 Image cleanup: 1 repository held']);
        expect(scene.shown()).toContain(gap);
      },
    }),
  ),
  {
    name: 'an image that a job used last month stays for as long as uses are remembered',
    async play() {
      const { config = '', ...options } = sweeping();
      const remembering = config.replace('usedWithin: 1d', 'usedWithin: 10d');
      const scene = await openScene({ ...options, config: remembering });
      const { cloud } = scene;
      const used = cloud.ecr.push({ repository: 'shop/web', tag: 'used' });
      const taskDefinition = await define(scene, 'monthly', cloud.ecr.uri('shop/web', 'used'));
      scene.play('monthly', ends(0, hour));
      await scene.pass(day - 30 * minute);
      await scene.runTask({ taskDefinition });

      await scene.pass(10 * day);
      const then = await digestsIn(scene);
      await scene.pass(3 * day);

      expect(then).toEqual([used]);
      expect(await digestsIn(scene)).toEqual([]);
    },
  },
  {
    name: 'whoever uses an image of an index keeps the index, its other images, and what is signed of them',
    async play() {
      const scene = await openScene(sweeping());
      const { ecr } = scene.cloud;
      const index = ecr.push({
        ...{ repository: 'shop/web', tag: 'used', platforms: ['linux/amd64', 'linux/arm64'] },
      });
      const [child = ''] = (await digestsIn(scene)).map(String).filter((one) => one !== index);
      const signature = ecr.push({
        ...{ repository: 'shop/web', content: 'signed', tag: `${child.replace(':', '-')}.sig` },
      });
      ecr.push({ repository: 'shop/web', tag: 'nobody' });
      await runs(scene, 'web', ecr.uri('shop/web', child));

      await scene.pass(2 * day);

      const left = await digestsIn(scene);
      expect(left).toEqual(expect.arrayContaining([index, child, signature]));
      expect(left).toHaveLength(4);
      expect(await evidenceFor(scene, index)).toMatch(/^owns .+, which stays: in use: /);
    },
  },
];
