import { expect } from '@jest/globals';
import { type Cost, costOf, total } from '../support/costs.ts';
import {
  acting,
  hour,
  isHop,
  minute,
  openScene,
  type Scene,
  textOf,
  threadOf,
} from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import type { Story } from './story.ts';

const second = 1_000;
const { opening, update, updateLater, wake } = costOf;

const isOver = { phase: 'resolved', counts: false, title: 'report runs again' } as const;

const slackCalls = ({ cloud }: Scene, method: string): number =>
  cloud.calls.filter(({ action, outcome }) => action === method && outcome === 'ok').length;

const broadcasts = ({ cloud }: Scene) =>
  cloud.calls.filter(({ input }) => String(input.reply_broadcast) === 'true');

/** The burning of an alarm, which has an end that somebody will tell. */
const alarm = { labels: { kind: 'alarm', cluster: 'prod' }, incident: 'alarm#cpu', about: 'cpu' };

/** How often people hear of an incident, and what that costs. */
export const pace: readonly Story[] = [
  {
    name: 'a thousand notices of one incident within a minute are five changes of one message, counted to the last',
    async play() {
      const scene = await openScene();

      for (let task = 1; task <= 1_000; task += 1) {
        await sendNotice(scene, { id: `n${task}`, about: `task-${task}` });
        await scene.pass(60);
      }
      await scene.pass(minute);

      expect(scene.board()).toHaveLength(1);
      expect(scene.shown()).toContain('×1000');
      const changes = slackCalls(scene, 'chat.update') + scene.board().length;
      expect(changes).toBeLessThanOrEqual(4);
      expect(threadOf(scene).length).toBeLessThanOrEqual(changes);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'news within the group interval waits for its end, however much there is, with one wake-up',
    async play() {
      const scene = await openScene();

      await sendNotice(scene, { id: 'first' });
      await scene.pass(5 * second);
      for (const id of ['second', 'third', 'fourth']) {
        await sendNotice(scene, { id, about: id });
        await scene.pass(5 * second);
      }
      const before = scene.shown();
      await scene.pass(minute);

      expect(before).not.toContain('×');
      expect(scene.shown()).toContain('×4');
      const folded: Cost = { 'noticeDue dynamodb:GetItem': 2, 'noticeDue dynamodb:PutItem': 2 };
      expect(scene.tally()).toEqual(total(opening, updateLater, folded));
    },
  },
  {
    name: 'what gets worse is told at once',
    async play() {
      const scene = await openScene();

      await sendNotice(scene, { id: 'first', severity: 'warning' });
      await scene.pass(5 * second);
      await sendNotice(scene, { id: 'second', severity: 'critical', title: 'on fire' });
      await scene.pass(second);

      expect(scene.shown()).toContain('on fire');
      expect(scene.tally()).toEqual(total(opening, update));
    },
  },
  {
    name: 'what comes and goes faster than the group interval is one message, which tells how it stands',
    async play() {
      const scene = await openScene();

      for (let time = 1; time <= 6; time += 1) {
        await sendNotice(scene, { id: `fires-${time}` });
        await scene.pass(5 * second);
        await sendNotice(scene, { ...isOver, id: `over-${time}` });
        await scene.pass(5 * second);
      }
      await scene.pass(minute);

      expect(scene.titles()).toEqual([expect.stringContaining('✅ report runs again')]);
      expect(scene.shown()).toContain('×6');
      expect(slackCalls(scene, 'chat.update')).toBeLessThanOrEqual(3);
    },
  },
  {
    name: 'people are reminded of what still fires, in the thread and in the channel, until it is over',
    async play() {
      const scene = await openScene();

      await sendNotice(scene, { ...alarm, id: 'fires' });
      await scene.pass(9 * hour);
      const reminders = broadcasts(scene).length;
      await sendNotice(scene, { ...alarm, ...isOver, id: 'over' });
      await scene.pass(9 * hour);

      expect(reminders).toBe(2);
      expect(broadcasts(scene)).toHaveLength(2);
      expect(threadOf(scene)[0]).toMatch(/^Not over yet: .*since 2026-03-03 09:00 UTC/);
      expect(scene.titles()).toEqual([expect.stringContaining('✅')]);
      // A wake-up waits in hops of a quarter of an hour: four hours are fifteen times to put it back.
      const hops = scene.cloud.calls.filter(isHop).length;
      expect(hops).toBe(3 * 15);
      const reminder: Cost = {
        'noticeDue dynamodb:GetItem': 1,
        'noticeDue dynamodb:Query': 1,
        'noticeDue ssm:GetParameter': 1,
        'noticeDue slack:chat.postMessage': 1,
        'noticeDue dynamodb:PutItem': 1,
        'noticeDue sqs:SendMessage': 1,
      };
      const inVain: Cost = { 'noticeDue dynamodb:GetItem': 1 };
      expect(scene.tally()).toEqual(
        total(opening, wake, reminder, wake, reminder, update, wake, inVain),
      );
    },
  },
  {
    name: 'a task that failed for good is nothing to be reminded of for days',
    async play() {
      const scene = await openScene();

      await sendNotice(scene, { id: 'fires' });
      await scene.pass(48 * hour);

      expect(broadcasts(scene).length).toBeLessThanOrEqual(3);
    },
  },
  {
    name: 'timing is the route: one that wants every change at once gets it',
    async play() {
      const config = acting('').config?.replace(
        '{ receiver: ops }',
        '{ receiver: ops, groupInterval: 1h, routes: [{ matchers: [cause=out-of-memory], groupInterval: 0s }] }',
      );
      const scene = await openScene(config === undefined ? {} : { config });

      for (const cause of ['out-of-memory', 'spot']) {
        for (const id of ['first', 'second']) {
          const labels = { cause, cluster: 'prod' };
          await sendNotice(scene, { id: `${cause}-${id}`, incident: cause, about: id, labels });
          await scene.pass(5 * second);
        }
      }

      const counts = scene.board().map((message) => /×2/.test(textOf(message)));
      expect(counts).toEqual([true, false]);
    },
  },
];
