import { expect } from '@jest/globals';
import { type Cost, costOf, total } from '../support/costs.ts';
import {
  acting,
  ends,
  hour,
  minute,
  openScene,
  reportFailsOnce,
  type Scene,
  threadOf,
} from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import { silence } from '../support/silence.ts';
import type { Story } from './story.ts';

const second = 1_000;

const isOver = { phase: 'resolved', counts: false, title: 'report runs again' } as const;

/** A `deckhand.yml` whose root route has these settings as well, and these sections. */
const routed = (settings: string, sections: string) => {
  const config = acting(sections).config?.replace(
    'receiver: ops }',
    `receiver: ops, ${settings} }`,
  );
  return { config: config ?? '' };
};

/** It is nine o'clock when a scene begins. */
const mornings = `
  timeIntervals:
    - { name: mornings, timeIntervals: [{ times: [{ startTime: "06:00", endTime: "10:30" }] }] }
`;

const inhibiting = acting(`
  inhibitRules:
    - { sourceMatchers: [kind=task], targetMatchers: [kind=alarm], equal: [cluster] }
`);

const anAlarm = {
  incident: 'alarm#cpu',
  about: 'cpu',
  title: 'CPU is high',
  labels: { kind: 'alarm', cluster: 'prod' },
};

const titlesNow = (scene: Scene) => scene.titles().join('\n');

/** A notice that is looked at, and what keeps it quiet. */
const keptQuiet: Cost = {
  'noticeDue dynamodb:GetItem': 1,
  'noticeDue dynamodb:Query': 1,
  'noticeDue dynamodb:PutItem': 1,
  'noticeDue sqs:SendMessage': 1,
};

/** Silences, time intervals and inhibit rules: what keeps people from being told, and what comes after. */
export const quiet: readonly Story[] = [
  {
    name: 'what is silenced is told when the silence is over, with why it was not told before',
    async play() {
      const scene = await openScene();
      await silence(scene, 8 * minute);

      await sendNotice(scene);
      await scene.pass(7 * minute);
      const during = scene.board().length;
      await scene.pass(5 * minute);

      expect(during).toBe(0);
      expect(scene.board()).toHaveLength(1);
      expect(scene.shown()).toMatch(/Held back.*silenced by ann until .*: load test/);
      // It is looked at when it comes, after five minutes, and when the silence is over.
      const again = total(keptQuiet, costOf.wake);
      expect(scene.tally()).toEqual(total(keptQuiet, again, costOf.wake, costOf.opening));
    },
  },
  {
    name: 'a silence stops the next update, too; an end within it is shown when it is over',
    async play() {
      const scene = await openScene();
      await sendNotice(scene, { id: 'fires' });
      await scene.pass(minute);
      await silence(scene, 10 * minute);

      await sendNotice(scene, { ...isOver, id: 'over' });
      await scene.pass(9 * minute);
      const during = titlesNow(scene);
      await scene.pass(3 * minute);

      expect(during).not.toContain('✅');
      expect(titlesNow(scene)).toContain('✅');
    },
  },
  {
    name: 'what is over before its silence is over is told to nobody',
    async play() {
      const scene = await openScene();
      await silence(scene, 10 * minute);

      await sendNotice(scene, { id: 'fires' });
      await scene.pass(5 * minute);
      await sendNotice(scene, { ...isOver, id: 'over' });
      await scene.pass(hour);

      expect(scene.board()).toEqual([]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'what came and went within a silence is told as that when it comes back',
    async play() {
      const scene = await openScene();
      await silence(scene, 10 * minute);

      await sendNotice(scene, { id: 'fires', title: 'CPU is high' });
      await scene.pass(minute);
      await sendNotice(scene, { ...isOver, id: 'over' });
      await scene.pass(20 * minute);
      await sendNotice(scene, { id: 'fires-again', title: 'CPU is high again' });
      await scene.pass(minute);

      expect(scene.titles()).toEqual(['🟠 CPU is high again']);
      expect(scene.shown()).toMatch(/Not told before.*CPU is high: silenced by ann until/);
    },
  },
  {
    name: 'a silence that is ended early keeps nothing quiet for longer than five minutes',
    async play() {
      const scene = await openScene();
      await silence(scene, 10 * hour);
      await sendNotice(scene);
      await scene.pass(minute);

      await silence(scene, 0);
      await scene.pass(5 * minute);

      expect(scene.board()).toHaveLength(1);
    },
  },
  {
    name: 'what does not match a silence is told in spite of it',
    async play() {
      const scene = await openScene();
      await silence(scene, hour, {
        matchers: [{ label: 'cluster', operator: '=~', value: 'dev|pro' }],
      });

      await sendNotice(scene);
      await scene.pass(minute);

      expect(scene.board()).toHaveLength(1);
      expect(scene.tally()).toEqual(costOf.opening);
    },
  },
  {
    name: 'what still burns at the end of a mute time interval is told by itself, and what is over is not',
    async play() {
      const scene = await openScene(routed('muteTimeIntervals: [mornings]', mornings));

      await sendNotice(scene, { id: 'burns', incident: 'burns', title: 'still burns' });
      await sendNotice(scene, { id: 'fires', incident: 'passes', title: 'passes' });
      await scene.pass(10 * minute);
      await sendNotice(scene, { ...isOver, id: 'over', incident: 'passes' });
      await scene.pass(80 * minute - 1);
      const during = scene.board().length;
      await scene.pass(minute);

      expect(during).toBe(0);
      expect(scene.titles()).toEqual([expect.stringContaining('still burns')]);
      expect(scene.shown()).toMatch(/Held back.*muted during the time interval mornings/);
    },
  },
  {
    name: 'a route tells something in its active time intervals only',
    async play() {
      const scene = await openScene({
        ...routed('activeTimeIntervals: [mornings]', mornings),
        start: '2026-03-03T11:00:00Z',
      });

      await sendNotice(scene, { labels: { kind: 'alarm' } });
      await scene.pass(18.9 * hour);
      const during = scene.board().length;
      await scene.pass(hour);

      expect(during).toBe(0);
      expect(scene.board()).toHaveLength(1);
    },
  },
  {
    name: 'what an inhibit rule keeps quiet is told when the source is over, if it still burns',
    async play() {
      const scene = await openScene(inhibiting);
      await reportFailsOnce(scene);
      await scene.pass(3.7 * minute);
      const before = scene.tally();

      await sendNotice(scene, anAlarm);
      await scene.pass(second);
      const cost = scene.tally();
      const during = scene.titles().filter((title) => title.includes('CPU'));
      await scene.pass(hour);

      expect(during).toEqual([]);
      expect(titlesNow(scene)).toContain('CPU is high');
      expect(scene.shown()).toMatch(/Held back.*inhibited while something else fires: report/);
      expect(cost).toMatchObject({
        'noticeDue dynamodb:Query': Number(before['noticeDue dynamodb:Query']) + 2,
      });
    },
  },
  {
    name: 'a source is written down once, however many receivers are told of it',
    async play() {
      const scene = await openScene(inhibiting);
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      const written = scene.cloud.calls.filter(({ input }) =>
        JSON.stringify(input).includes('sources#'),
      );
      expect(written.map(({ principal, action }) => `${principal} ${action}`)).toEqual([
        'taskStopped UpdateItem',
        'callDue UpdateItem',
        'taskStopped UpdateItem',
      ]);
      expect(threadOf(scene)).not.toEqual([]);
    },
  },
];
