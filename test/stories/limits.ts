import { expect } from '@jest/globals';
import { type Cost, costOf, launchRemembered, times, total } from '../support/costs.ts';
import { stopDeckhand } from '../support/kill-switch.ts';
import {
  acting,
  endedWell,
  ends,
  hour,
  minute,
  openScene,
  reportDefinition,
} from '../support/scene.ts';
import type { Story } from './story.ts';

const { report, log, plan, restart, refuse, leaveAlone, hop } = costOf;
const { end, checkInVain, opening, update, mail, wake } = costOf;

const notOf = (fn: string, tally: Cost): Cost =>
  Object.fromEntries(Object.entries(tally).filter(([call]) => !call.startsWith(fn)));

const tagged = (key: string, value: string) => ({ ...reportDefinition, tags: [{ key, value }] });

/** What the revision of the tag has changed is looked up in the one before it. */
const changes: Cost = { 'taskStopped ecs:DescribeTaskDefinition': 1 };

/** What keeps Deckhand from restarting too much, or anything at all. */
export const limits: readonly Story[] = [
  {
    name: 'thirty tasks that fail together get the ten restarts of the budget, and one conversation',
    async play() {
      // Long enough for all of them to have failed before the first is restarted.
      const backoff = 'restart: { backoff: { initialDelay: 1m, jitter: none } }';
      const scene = await openScene(acting(backoff));
      const failures = Array.from({ length: 30 }, () => ends(1, 3 * minute));
      scene.play('report', ...failures, {});

      for (let task = 0; task < 30; task += 1) await scene.runTask();
      await scene.pass(6 * minute);

      expect(scene.restarts().map(({ lastStatus }) => lastStatus)).toEqual(
        Array.from({ length: 10 }, () => 'RUNNING'),
      );
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted (×30)',
      ]);
      expect(scene.shown()).toContain('10 of 10 restarts used in the last 10m');
      expect(notOf('noticeDue', scene.tally())).toEqual(
        total(
          times(30, total(launchRemembered, plan, log)),
          total(times(10, restart), times(20, refuse), times(4, wake)),
        ),
      );
      // Sixty notices, told every half a minute.
      expect(scene.tally()['noticeDue slack:chat.update']).toBeLessThan(6);
      expect(scene.tally()['noticeDue slack:chat.postMessage']).toBeLessThan(7);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'the kill switch stops every restart, and is named as the reason',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));
      await stopDeckhand(scene);

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('stopped by maria at 2026-03-03T08:00:00Z: migration');
      expect(scene.tally()).toEqual(total(launchRemembered, report, log, opening));
    },
  },
  {
    name: 'the kill switch stops a restart that has been decided and not been made',
    async play() {
      const scene = await openScene(
        acting('restart: { backoff: { initialDelay: 2m, jitter: none } }'),
      );
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(3 * minute);
      expect(scene.titles()).toEqual([expect.stringContaining('restarting, attempt 1 of 3')]);
      await stopDeckhand(scene);
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('stopped by maria');
      expect(scene.tally()).toEqual(total(launchRemembered, plan, log, opening, refuse, update));
    },
  },
  {
    name: 'observe tells what would be done, and does nothing',
    async play() {
      const scene = await openScene({ config: 'mode: observe' });
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.cloud.sns.published).toMatchObject([
        {
          subject: expect.stringContaining('would be restarted'),
          message: expect.stringContaining('attempt 1 of 3'),
        },
      ]);
      expect(scene.tally()).toEqual(total(launchRemembered, report, log, mail));
    },
  },
  {
    name: 'a task definition tagged deckhand:mode = off is left alone',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));
      await scene.register(tagged('deckhand:mode', 'off'));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([]);
      expect(scene.tally()).toEqual(total(launchRemembered, leaveAlone));
    },
  },
  {
    name: 'a task definition tagged deckhand:restart = never is reported and not restarted',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));
      await scene.register(tagged('deckhand:restart', 'never'));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.tally()).toEqual(total(launchRemembered, report, changes, log, opening));
    },
  },
  {
    name: 'a wait longer than SQS can is put back until it is over',
    async play() {
      const scene = await openScene(
        acting('restart: { backoff: { initialDelay: 40m, maxDelay: 40m, jitter: none } }'),
      );
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(40 * minute);
      expect(scene.restarts()).toEqual([]);
      await scene.pass(hour);

      expect(scene.restarts()).toMatchObject([{ lastStatus: 'STOPPED' }]);
      expect(scene.titles()).toEqual([endedWell]);
      // 15 + 15 + 10 minutes are two times to put it back.
      expect(scene.tally()).toEqual(
        total(
          total(launchRemembered, plan, log, opening, times(2, hop)),
          total(restart, end, times(2, update), checkInVain),
        ),
      );
    },
  },
];
