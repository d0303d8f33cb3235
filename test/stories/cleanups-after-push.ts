import { expect } from '@jest/globals';
import { day, digestsIn, sweeping } from '../support/cleanups.ts';
import { minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** All but the newest image of a repository may go, and after a push it does. */
const sweepsAfterPush = (more = '') => {
  const { config = '', ...options } = sweeping(more);
  return {
    ...options,
    config: config
      .replace('onPush: false', 'onPush: true')
      .replace('schedule: rate(1 day)', 'schedule: rate(30 days)')
      .replace(
        'countType: sinceImagePushed, countUnit: days, countNumber: 1',
        'countType: imageCountMoreThan, countNumber: 1',
      )
      .replace('minAge: 1h', 'minAge: 0s'),
  };
};

const push = ({ cloud }: Scene, tag: string, repository = 'shop/web'): string =>
  cloud.ecr.push({ repository, tag });

const runsOf = ({ cloud }: Scene): number =>
  cloud.calls.filter(({ principal, service }) => principal === 'cleanupDue' && service === 'states')
    .length;

/** Cleanups of one repository, once pushes to it have settled. */
export const cleanupsAfterPush: readonly Story[] = [
  {
    name: 'fifty pushes in a row are one cleanup, of that repository alone, once they have settled',
    async play() {
      const scene = await openScene(sweepsAfterPush());
      push(scene, '1', 'shop/other');
      await scene.pass(minute);
      push(scene, '2', 'shop/other');
      await scene.pass(20 * minute);
      const others = await digestsIn(scene, 'shop/other');
      const before = scene.tally()['cleanupDue ecr:BatchDeleteImage'];

      const pushed: string[] = [];
      for (let count = 0; count < 50; count += 1) {
        pushed.push(push(scene, `v${count}`));
        await scene.pass(minute / 3);
      }
      const meanwhile = await digestsIn(scene);
      await scene.pass(15 * minute);

      expect(meanwhile).toHaveLength(50);
      expect(await digestsIn(scene)).toEqual(pushed.slice(-1));
      expect(await digestsIn(scene, 'shop/other')).toEqual(others);
      expect(before).toBe(1);
      expect(scene.tally()['cleanupDue ecr:BatchDeleteImage']).toBe(2);
      expect(scene.titles().at(-1)).toBe('🔵 Image cleanup: 49 images deleted');
      expect(scene.titles()).toHaveLength(2);
    },
  },
  {
    name: 'a push costs a call on the queue, and a cleanup that a later push replaces no look at uses',
    async play() {
      const scene = await openScene(sweepsAfterPush());

      push(scene, '1');
      await scene.pass(5 * minute);
      push(scene, '2');
      await scene.pass(6 * minute);
      const superseded = { calls: scene.tally(), looks: runsOf(scene) };

      expect(superseded.looks).toBe(0);
      expect(superseded.calls).toMatchObject({
        'imagePushed dynamodb:UpdateItem': 10,
        'imagePushed sqs:SendMessage': 2,
        'cleanupDue ecr:DescribeImages': 1,
      });
      await scene.pass(10 * minute);
      expect(await digestsIn(scene)).toHaveLength(1);
    },
  },
  {
    name: 'without onPush, and where no rule covers the repository, a push asks for nothing',
    async play() {
      const off = await openScene(sweeping());
      const elsewhere = await openScene(sweepsAfterPush());

      push(off, '1');
      push(elsewhere, '1', 'tools/web');
      await off.pass(20 * minute);
      await elsewhere.pass(20 * minute);

      for (const scene of [off, elsewhere]) {
        expect(scene.tally()).not.toHaveProperty('imagePushed sqs:SendMessage');
        expect(runsOf(scene)).toBe(0);
      }
    },
  },
  {
    name: 'what a push finds held is told by the scheduled run, and not with every push',
    async play() {
      const { config, ...options } = sweepsAfterPush();
      const daily = config.replace('rate(30 days)', 'rate(1 day)');
      const scene = await openScene({ ...options, config: daily });
      scene.cloud.faults.sometimes({ service: 'states', kind: 'deny', probability: 1 });

      push(scene, '1');
      await scene.pass(minute);
      push(scene, '2');
      await scene.pass(20 * minute);
      const afterPush = scene.titles();
      await scene.pass(day);

      expect(afterPush).toEqual([]);
      expect(await digestsIn(scene)).toHaveLength(2);
      expect(scene.titles()).toEqual(['🟡 Image cleanup: 1 repository held']);
    },
  },
  {
    name: 'a tag on the repository says off, or observe, whatever the rule says; one that nobody can read holds it',
    async play() {
      const scene = await openScene(sweepsAfterPush());
      const tagged = { off: 'shop/off', observe: 'shop/observe', of: 'shop/misspelt' };
      for (const [Value, repository] of Object.entries(tagged)) {
        push(scene, '1', repository);
        const resourceArn = `arn:aws:ecr:us-east-1:123456789012:repository/${repository}`;
        const tags = [{ Key: 'deckhand:cleanup', Value }];
        await scene.call('ecr', 'TagResource', { resourceArn, tags });
        push(scene, '2', repository);
      }

      await scene.pass(20 * minute);

      for (const repository of Object.values(tagged)) {
        expect(await digestsIn(scene, repository)).toHaveLength(2);
      }
      expect(scene.titles()).toEqual([]);
    },
  },
];
