import { expect } from '@jest/globals';
import { costOf, launchRemembered, times, total } from '../support/costs.ts';
import { acting, ends, hour, openScene, reportDefinition } from '../support/scene.ts';
import type { Story } from './story.ts';

const { report, log, plan, restart, checkInVain, checkOfOld, end, opening, update, updateLater } =
  costOf;

/** Whether a failed task is restarted, how often, and what people are told. */
export const restarts: readonly Story[] = [
  {
    name: 'a task that failed is explained, restarted, and its incident resolved when the restart ends well',
    async play() {
      const scene = await openScene();
      scene.play('report', { writes: ['starting', 'boom'], ...ends(1) }, ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.restarts()[0]).toMatchObject({ lastStatus: 'STOPPED', group: 'family:report' });
      expect(scene.titles()).toEqual([
        '✅ report: The application ended with an error — restart 1 ended well',
      ]);
      expect(scene.shown()).toContain('starting\\nboom');
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, restart, end, update, updateLater, checkInVain),
      );
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'a task that fails again and again is given up when its attempts are used up',
    async play() {
      const scene = await openScene(acting('restart: { backoff: { jitter: none } }'));
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts().map(({ tags }) => tags)).toEqual(
        ['1', '2', '3'].map((value) =>
          expect.arrayContaining([{ key: 'deckhand:attempt', value }]),
        ),
      );
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — gave up after 3 restarts (×4)',
      ]);
      expect(scene.tally()).toEqual(
        total(
          total(launchRemembered, times(3, total(plan, restart)), report, times(4, log)),
          total(
            opening,
            times(4, update),
            times(2, updateLater),
            times(2, checkOfOld),
            checkInVain,
          ),
        ),
      );
    },
  },
  {
    name: 'a rule may allow an application that fails fewer restarts',
    async play() {
      const scene = await openScene(acting('restart: { attempts: 1 }'));
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — gave up after 1 restart (×2)',
      ]);
      expect(scene.tally()).toEqual(
        total(
          launchRemembered,
          plan,
          restart,
          report,
          times(2, log),
          opening,
          update,
          updateLater,
          checkInVain,
        ),
      );
    },
  },
  {
    name: 'evaluateOnExit EXIT keeps a task from being restarted that its cause would allow',
    async play() {
      const scene = await openScene(
        acting('restart: { evaluateOnExit: [{ onExitCode: "3*", action: EXIT }] }'),
      );
      scene.play('report', ends(3));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('evaluateOnExit says onExitCode \\"3*\\"');
      expect(scene.tally()).toEqual(total(launchRemembered, report, log, opening));
    },
  },
  {
    name: 'evaluateOnExit RETRY has a task restarted that its cause would not allow',
    async play() {
      const scene = await openScene(
        acting('restart: { evaluateOnExit: [{ onExitCode: 127, action: RETRY }] }'),
      );
      scene.play('report', ends(127), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.titles()).toEqual([
        '✅ report: The command was not found in the image — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, restart, end, update, updateLater, checkInVain),
      );
    },
  },
  {
    name: 'a missing image is reported with its name, and nothing is restarted',
    async play() {
      const scene = await openScene();
      const image = scene.cloud.ecr.uri('shop/report', '2.0.0');
      await scene.register({
        ...reportDefinition,
        containerDefinitions: [{ name: 'app', image, essential: true }],
      });

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.cloud.ecs.tasks()).toHaveLength(1);
      expect(scene.titles()).toEqual([
        '🟠 report: The image or its tag does not exist in the registry — not restarted',
      ]);
      expect(scene.shown()).toContain(image);
      // What the revision changed is looked up in the one before it.
      const changes = { 'taskStopped ecs:DescribeTaskDefinition': 1 };
      expect(scene.tally()).toEqual(total(launchRemembered, report, changes, opening));
    },
  },
  {
    name: 'a command that is not in the image is reported and not tried again',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(127));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The command was not found in the image — not restarted',
      ]);
      expect(scene.tally()).toEqual(total(launchRemembered, report, log, opening));
    },
  },
  {
    name: 'a task that was killed without a word about memory is restarted as it was',
    async play() {
      const scene = await openScene(
        acting('restart: { outOfMemory: { factor: 2, maxMemory: 8192 } }'),
      );
      scene.play('report', ends(137), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts().map(({ memory }) => memory)).toEqual(['512']);
      expect(scene.titles()).toEqual([
        '✅ report: The container was killed (SIGKILL), without a word about memory — restart 1 ended well',
      ]);
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, restart, end, update, updateLater, checkInVain),
      );
    },
  },
];
