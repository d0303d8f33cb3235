import { expect } from '@jest/globals';
import { minute, openScene, threadOf, titleOf } from '../support/scene.ts';
import { serviceOn } from '../support/web-service.ts';
import type { Story } from './story.ts';

export const storms: readonly Story[] = [
  {
    name: 'a thousand failing tasks of one service within a minute are one message of five calls at most, four replies, and the right count',
    async play() {
      const scene = await openScene();
      await serviceOn(scene, { desiredCount: 1 });
      const [running] = scene.cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });
      scene.cloud.ecs.crash(running?.taskArn ?? '', 'app', { exitCode: 1 });
      await scene.pass(minute);
      const stop = scene.cloud.bus.events.find(
        ({ detail }) =>
          detail.lastStatus === 'STOPPED' && detail.stopCode === 'EssentialContainerExited',
      );
      for (let task = 1; task < 1_000; task += 1) {
        const taskArn = `arn:aws:ecs:us-east-1:123456789012:task/prod/${String(task).padStart(32, '0')}`;
        const stoppedAt = new Date(scene.cloud.time.now() + task * 50).toISOString();
        scene.cloud.kernel.emit({
          source: 'aws.ecs',
          'detail-type': 'ECS Task State Change',
          resources: [taskArn],
          detail: { ...stop?.detail, taskArn, stoppedAt },
        });
      }

      await scene.pass(2 * minute);

      expect(scene.board()).toHaveLength(1);
      expect(scene.board().map(titleOf).join()).toContain('×1000');
      expect(scene.cloud.deadLetters()).toEqual([]);
      // Each group interval with news is one update and one reply.
      const calls = scene.tally();
      const replies = threadOf(scene).length;
      const posts = Number(calls['noticeDue slack:chat.postMessage']) - replies;
      expect(posts + Number(calls['noticeDue slack:chat.update'])).toBeLessThanOrEqual(5);
      expect(replies).toBeLessThanOrEqual(4);
    },
  },
];
