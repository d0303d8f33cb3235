import { expect } from '@jest/globals';
import { day, digestsIn, runs, sweeping } from '../support/cleanups.ts';
import { costOf, total } from '../support/costs.ts';
import { hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const capped = (caps: string, protect = 'minAge: 1h') => {
  const { config = '', ...options } = sweeping();
  return {
    ...options,
    config: config
      .replace('{ maxImages: 500, maxPercent: 100, keepAtLeast: 0 }', caps)
      .replace('minAge: 1h', protect),
  };
};

/** Pushes so many images a minute apart, the first one first; all of them are old when the second run comes. */
async function pushed(scene: Scene, count: number): Promise<readonly string[]> {
  const digests: string[] = [];
  await scene.pass(hour);
  for (let index = 0; index < count; index += 1) {
    digests.push(scene.cloud.ecr.push({ repository: 'shop/web', tag: `v${index}` }));
    await scene.pass(minute);
  }
  return digests;
}

const untilAllAreOld = 2 * day;

const calls = (scene: Scene, action: string): number => scene.tally()[`cleanupDue ${action}`] ?? 0;

/** What bounds a run, and what it costs. */
export const cleanupCaps: readonly Story[] = [
  ...(
    [
      ['maxImages', '{ maxImages: 2, maxPercent: 100, keepAtLeast: 0 }', 2],
      ['maxPercent', '{ maxImages: 500, maxPercent: 30, keepAtLeast: 0 }', 3],
      ['keepAtLeast', '{ maxImages: 500, maxPercent: 100, keepAtLeast: 6 }', 4],
    ] as const
  ).map(
    ([cap, caps, goes]): Story => ({
      name: `${cap}: of ten old images the oldest ${goes} go in one run, and the rest waits`,
      async play() {
        const scene = await openScene(capped(caps));
        const digests = await pushed(scene, 10);

        await scene.pass(untilAllAreOld);

        expect(await digestsIn(scene)).toEqual(digests.slice(goes));
        expect(scene.titles()).toEqual([`🔵 Image cleanup: ${goes} images deleted`]);
      },
    }),
  ),
  {
    name: 'minAge: what is younger stays, however much the policy wants it gone',
    async play() {
      const scene = await openScene(
        capped('{ maxImages: 500, maxPercent: 100, keepAtLeast: 0 }', 'minAge: 30d'),
      );
      const digests = await pushed(scene, 3);

      await scene.pass(5 * day);

      expect(await digestsIn(scene)).toEqual(digests);
      expect(scene.titles()).toEqual([]);
    },
  },
  {
    name: 'a run costs a few calls per repository, and one look at uses however many there are',
    async play() {
      const cost = async (repositories: number) => {
        const { config = '', ...options } = sweeping();
        const scene = await openScene({ ...options, config: config.replace('mode: act', '') });
        for (let index = 0; index < repositories; index += 1) {
          scene.cloud.ecr.push({ repository: `shop/r${index}`, tag: '1' });
        }
        scene.cloud.ecr.push({ repository: 'shop/r0', tag: '2' });
        await runs(scene, 'web', scene.cloud.ecr.uri('shop/r0', '1'));
        await scene.pass(day + hour);
        return scene;
      };
      const [one, five] = [await cost(1), await cost(5)];

      const perRepository = {
        'cleanupDue ecr:ListTagsForResource': 1,
        'cleanupDue ecr:DescribeImages': 1,
        'cleanupDue ecr:GetRepositoryPolicy': 1,
        'cleanupDue ecr:DescribeRegistry': 1,
        'cleanupDue ecr:DescribePullThroughCacheRules': 1,
      };
      for (const [call, count] of Object.entries(total(perRepository))) {
        expect([call, one.tally()[call], five.tally()[call]]).toEqual([call, count, 5 * count]);
      }
      for (const [call, count] of Object.entries(costOf.cleanup)) {
        const more = (five.tally()[call] ?? 0) - (one.tally()[call] ?? 0);
        expect([call, more]).toEqual([call, 4 * count]);
      }
      for (const look of ['states:ListStateMachines', 'lambda:ListFunctions', 'ecs:ListServices']) {
        expect([look, calls(one, look), calls(five, look)]).toEqual([look, 1, 1]);
      }
      expect(calls(five, 'ecr:BatchGetImage')).toBe(0);
    },
  },
  {
    name: 'images that go cost one more read and one more write of the table for each hundred of them',
    async play() {
      const ofTable = async (images: number) => {
        const scene = await openScene(sweeping());
        for (let index = 0; index < images; index += 1) {
          scene.cloud.ecr.push({ repository: 'shop/web', content: String(index) });
        }
        await scene.pass(2 * day + hour);
        expect(await digestsIn(scene)).toEqual([]);
        return (call: string) => calls(scene, call.replace('cleanupDue ', ''));
      };
      const [hundred, more] = [await ofTable(100), await ofTable(101)];

      for (const [call, count] of Object.entries(costOf.deletion)) {
        expect([call, more(call) - hundred(call)]).toEqual([call, count]);
      }
      for (const [call, count] of Object.entries(costOf.packed)) {
        expect([call, hundred(call)]).toEqual([call, count]);
      }
    },
  },
  {
    name: 'a fleet costs a few calls more for each service, and none for each of its tasks',
    async play() {
      const cost = async (services: number, desiredCount: number) => {
        const scene = await openScene(sweeping());
        scene.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
        await runs(scene, 'web', scene.cloud.ecr.uri('shop/web', '1'));
        for (let index = 0; index < services; index += 1) {
          await scene.call('ecs', 'CreateService', {
            ...{ cluster: 'prod', serviceName: `s${index}`, taskDefinition: 'web', desiredCount },
            launchType: 'FARGATE',
            networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a11'] } },
          });
        }
        await scene.pass(day + hour);
        const { tally } = scene;
        return Object.entries(tally())
          .filter(([call]) => call.startsWith('cleanupDue ecs:'))
          .reduce((sum, [, count]) => sum + count, 0);
      };

      const [two, twelve, manyTasks] = [await cost(2, 1), await cost(12, 1), await cost(2, 20)];

      // DescribeServices takes ten; each service has its deployments and its revisions.
      expect(twelve - two).toBe(10 * 2 + 1);
      expect(manyTasks).toBe(two);
    },
  },
];
