import { expect } from '@jest/globals';
import { hour, minute, openScene, tally, textOf } from '../support/scene.ts';
import type { Story } from './story.ts';

export const restarts: readonly Story[] = [
  {
    name: 'a task that failed is explained, restarted, and its incident resolved when the restart ends well',
    async play() {
      const scene = await openScene();
      scene.cloud.ecs.program({ family: 'report' }, ({ earlier }) =>
        earlier === 0
          ? { writes: ['starting', 'boom'], exits: { afterMs: 3 * minute, code: 1 } }
          : { exits: { afterMs: 20_000, code: 0 } },
      );

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.restarts()[0]).toMatchObject({ lastStatus: 'STOPPED', group: 'family:report' });
      const [message, ...others] = scene.board();
      expect(others).toEqual([]);
      expect(message && textOf(message)).toContain('ended well');
      expect(tally(scene.callsOfDeckhand())).toMatchObject({
        'callDue ecs:RunTask': 1,
        'noticeDue slack:chat.postMessage': 3,
      });
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
];
