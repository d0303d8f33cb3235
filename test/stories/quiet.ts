import { expect } from '@jest/globals';
import { alarmOn, cpuOf } from '../support/alarms.ts';
import { acting, ends, hour, minute, openScene, type Scene, threadOf } from '../support/scene.ts';
import type { Story } from './story.ts';

const hot = '🟠 web-cpu-high: CPUUtilization 97.3 > 80';

/** Lets the CPU of `web` be too high from now on. */
async function cpuBurns(scene: Scene) {
  const cpu = cpuOf(scene);
  await alarmOn(scene);
  cpu.value = 97.3;
  return cpu;
}

/** A silence as `deckhand silence add` writes it. */
async function silence({ cloud, call }: Scene, matcher: object, endsAt: string): Promise<void> {
  const [table] = cloud.template.resources.tables;
  const silence = {
    ...{ id: 'a1', matchers: [matcher], startsAt: '2026-03-03T00:00:00Z', endsAt },
    ...{ author: 'maria', comment: 'load test' },
  };
  await call('dynamodb', 'PutItem', {
    TableName: table?.TableName,
    Item: { pk: { S: 'silences' }, sk: { S: 'a1' }, silence: { S: JSON.stringify(silence) } },
  });
}

/** The same with the settings of the root's route. */
const routed = (route: string, more: string) => {
  const { config = '' } = acting(more);
  return { config: config.replace('{ receiver: ops }', `{ receiver: ops, ${route} }`) };
};

const kinds = `
  inhibitRules:
    - { sourceMatchers: [kind=task], targetMatchers: [kind=alarm], equal: [region] }`;

/** What is not told for a while, because somebody wants it so; stages begin on Tuesday, 3 March 2026, 09:00 UTC. */
export const quiet: readonly Story[] = [
  {
    name: 'what is silenced is told when the silence ends, if it burns still',
    async play() {
      const scene = await openScene();
      await silence(
        scene,
        { label: 'kind', operator: '=', value: 'alarm' },
        '2026-03-03T11:00:00Z',
      );
      await cpuBurns(scene);

      await scene.pass(hour);
      const during = scene.titles();
      await scene.pass(1.2 * hour);

      expect(during).toEqual([]);
      expect(scene.titles()).toEqual([hot]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'what came and went while it was silenced is told to nobody',
    async play() {
      const scene = await openScene();
      await silence(
        scene,
        { label: 'kind', operator: '=', value: 'alarm' },
        '2026-03-03T11:00:00Z',
      );
      const cpu = await cpuBurns(scene);

      await scene.pass(0.5 * hour);
      cpu.value = 40;
      await scene.pass(2 * hour);

      expect(scene.titles()).toEqual([]);
    },
  },
  {
    name: 'a silence of something else keeps nothing quiet',
    async play() {
      const scene = await openScene();
      await silence(scene, { label: 'kind', operator: '=', value: 'task' }, '2026-03-03T11:00:00Z');
      await cpuBurns(scene);

      await scene.pass(10 * minute);

      expect(scene.titles()).toEqual([hot]);
    },
  },
  {
    name: 'during a mute time interval nothing is told, and at its end what burns still',
    async play() {
      const interval = `
  timeIntervals:
    - name: mornings
      timeIntervals: [{ times: [{ startTime: "08:00", endTime: "12:00" }], weekdays: [tuesday] }]`;
      const scene = await openScene(routed('muteTimeIntervals: [mornings]', interval));
      await cpuBurns(scene);

      await scene.pass(2.9 * hour);
      const during = scene.titles();
      await scene.pass(0.3 * hour);

      expect(during).toEqual([]);
      expect(scene.titles()).toEqual([hot]);
    },
  },
  {
    name: 'an alarm is quiet while a failed task inhibits it, and told when that is over',
    async play() {
      const scene = await openScene(acting(kinds));
      scene.play('report', ends(1, minute), ends(0, 30 * minute));
      await scene.runTask();
      await scene.pass(2 * minute);
      await cpuBurns(scene);

      await scene.pass(4 * minute);
      const during = scene.titles();
      await scene.pass(40 * minute);

      expect(during.filter((title) => title === hot)).toEqual([]);
      expect(scene.titles()).toContain(hot);
    },
  },
  {
    name: 'what burns on is reminded of, once per repeat interval',
    async play() {
      const scene = await openScene(routed('repeatInterval: 1h', ''));
      await cpuBurns(scene);

      await scene.pass(2.5 * hour);

      expect(scene.titles()).toEqual([hot]);
      expect(threadOf(scene).filter((line) => line.includes('Not over yet'))).toHaveLength(2);
    },
  },
];
