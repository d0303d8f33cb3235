import { expect } from '@jest/globals';
import { alarmOn, cpuOf } from '../support/alarms.ts';
import { pushed, rollsOut, webOf } from '../support/rollouts.ts';
import { minute, openScene, threadOf } from '../support/scene.ts';
import type { Story } from './story.ts';

export const rolloutConversations: readonly Story[] = [
  {
    name: 'failed tasks and an alarm of the service are told with its rollout, which is not over before the alarm is',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, { desiredCount: 1 });
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 5 * minute);
      cpu.value = 95;
      await scene.pass(50 * minute);
      const burning = scene.titles();
      cpu.value = 40;
      await scene.pass(15 * minute);

      expect(burning).toEqual([expect.stringMatching(/^🟠 web: 1.0.0 runs again, 1.1.0 failed/)]);
      expect(scene.titles()).toEqual([
        expect.stringMatching(/^✅ web: 1.0.0 runs again, 1.1.0 failed/),
      ]);
      const history = threadOf(scene).join('\n');
      expect(history).toContain('1.1.0 is being rolled out');
      expect(history).toContain('web-cpu-high');
    },
  },
  {
    name: 'an alarm that began before a rollout is over in its own conversation, too',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, { desiredCount: 1 });
      const cpu = cpuOf(scene);
      await alarmOn(scene);

      cpu.value = 95;
      await scene.pass(3 * minute);
      await pushed(scene, '1.1.0', 20_000);
      cpu.value = 40;
      await scene.pass(10 * minute);

      expect(scene.titles()).toEqual(['✅ web-cpu-high: OK again', '✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'an alarm that begins after a rollout has ended changes nothing in the conversation about it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, { desiredCount: 1 });
      const cpu = cpuOf(scene);
      await alarmOn(scene);

      await pushed(scene, '1.1.0', 30 * minute);
      const before = structuredClone(scene.board()[0]);
      const replies = threadOf(scene).length;
      cpu.value = 95;
      await scene.pass(5 * minute);
      cpu.value = 40;
      await scene.pass(10 * minute);

      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out', '✅ web-cpu-high: OK again']);
      expect(scene.board()[0]).toEqual(before);
      const [, alarm] = scene.board();
      const later = scene.channel.messages
        .filter(({ threadTs }) => threadTs !== null)
        .slice(replies);
      expect(later.map(({ threadTs }) => threadTs)).toEqual([alarm?.ts]);
    },
  },
];
