import { expect } from '@jest/globals';
import { acting, ends, hour, minute, openScene, titleOf } from '../support/scene.ts';
import type { Story } from './story.ts';

/** Spot, memory and addresses: what a restart does differently than the launch before it. */
export const capacity: readonly Story[] = [
  {
    name: 'a Spot interruption is told as it is announced, and answered at once on the fallback capacity',
    async play() {
      const scene = await openScene(
        acting('restart: { rules: [{ match: { family: report }, spotFallback: FARGATE }] }'),
      );
      scene.play('report', ends(0, 10 * minute), ends(0, minute));
      const taskArn = await scene.runTask({
        launchType: undefined,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
      });
      await scene.pass(3 * minute);
      scene.cloud.ecs.reclaimSpot(taskArn);

      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([
        { capacityProviderName: 'FARGATE', lastStatus: 'STOPPED' },
      ]);
      expect(scene.board().map(titleOf)).toEqual([
        expect.stringMatching(/^✅ report: .*Spot.* restart 1 ended well$/),
      ]);
      expect(scene.tally()).toMatchObject({ 'taskStopped ecs:RunTask': 1 });
      expect(scene.tally()).not.toHaveProperty(['callDue ecs:RunTask']);
    },
  },
  {
    name: 'a restarted task that goes on running has got over it',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1, 3 * minute), {});

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([{ lastStatus: 'RUNNING' }]);
      expect(scene.board().map(titleOf)).toEqual([
        '✅ report: The application ended with an error — runs again',
      ]);
      expect(scene.tally()).toMatchObject({
        'callDue ecs:ListTasks': 1,
        'callDue ecs:DescribeTasks': 1,
      });
    },
  },
  {
    name: 'a task out of memory runs again once, with more of it, in a size that Fargate sells',
    async play() {
      const scene = await openScene(
        acting('restart: { outOfMemory: { factor: 1.5, maxMemory: 4096 } }'),
      );
      const needs = (needsMiB: number) => ({
        outOfMemory: { afterMs: minute, needsMiB },
        exits: { afterMs: 2 * minute, code: 0 },
      });
      scene.play('report', needs(1024), needs(1024), needs(9000), needs(9000));

      await scene.runTask();
      await scene.pass(hour);
      expect(scene.restarts()).toMatchObject([{ memory: '1024', cpu: '256' }]);

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(2);
      expect(scene.board().map(titleOf).at(-1)).toContain('gave up after 1 restart');
    },
  },
  {
    name: 'a subnet without addresses is left out of the restart',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(0));
      scene.cloud.ecs.subnet('subnet-0a11', { free: 0 });

      for (let task = 0; task < 8; task += 1) await scene.runTask();
      await scene.pass(hour);

      const failed = scene.cloud.ecs
        .tasks({ family: 'report' })
        .filter(({ stopCode }) => stopCode === 'TaskFailedToStart');
      expect(failed.length).toBeGreaterThan(0);
      expect(scene.restarts()).toHaveLength(failed.length);
      for (const { networkConfiguration } of scene.restarts()) {
        expect(networkConfiguration).toMatchObject({
          awsvpcConfiguration: { subnets: ['subnet-0b22'] },
        });
      }
    },
  },
];
