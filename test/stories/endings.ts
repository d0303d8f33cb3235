import { expect } from '@jest/globals';
import { costOf, launchRemembered, times, total } from '../support/costs.ts';
import { acting, ends, fargateNetwork, hour, minute, openScene } from '../support/scene.ts';
import type { Story } from './story.ts';

const { report, log, plan, restart, check, checkInVain, end, opening, said, update, updateLater } =
  costOf;

/** How tasks end without a restart, and how incidents do. */
export const endings: readonly Story[] = [
  {
    name: 'a task that a person stopped invokes nothing and tells nothing',
    async play() {
      const scene = await openScene();

      const task = await scene.runTask();
      await scene.pass(minute);
      await scene.call('ecs', 'StopTask', { cluster: 'prod', task, reason: 'not needed' });
      await scene.pass(hour);

      expect(scene.cloud.ecs.tasks({ lastStatus: 'STOPPED' })).toHaveLength(1);
      expect(scene.titles()).toEqual([]);
      expect(scene.tally()).toEqual(launchRemembered);
    },
  },
  {
    name: 'a job that ended well invokes nothing and tells nothing',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.cloud.ecs.tasks({ lastStatus: 'STOPPED' })).toHaveLength(1);
      expect(scene.titles()).toEqual([]);
      expect(scene.tally()).toEqual(launchRemembered);
    },
  },
  {
    name: 'a failed task of Step Functions is reported and left to its state machine',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));

      scene.cloud.ecs.runTask({
        cluster: 'prod',
        taskDefinition: 'report',
        launchType: 'FARGATE',
        networkConfiguration: fargateNetwork,
        startedBy: 'AWS Step Functions',
      });
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('Step Functions');
      expect(scene.tally()).toEqual(total(report, log, opening));
    },
  },
  {
    name: 'a failed task of AWS Batch is reported and left to its job',
    async play() {
      const scene = await openScene();
      const environment = [{ name: 'AWS_BATCH_JOB_ID', value: '4c1f' }];
      scene.play('report', ends(1));

      await scene.runTask({ overrides: { containerOverrides: [{ name: 'app', environment }] } });
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('AWS Batch');
      expect(scene.tally()).toEqual(total(launchRemembered, report, log, opening));
    },
  },
  {
    name: 'an incident is over when the restarted task still runs after resetAfter',
    async play() {
      const scene = await openScene(acting('restart: { resetAfter: 5m }'));
      scene.play('report', ends(1), {});

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts().map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING']);
      expect(scene.titles()).toEqual([
        '✅ report: The application ended with an error — runs again',
      ]);
      expect(scene.shown()).toContain('Restart 1 still runs 5m after it was started.');
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, restart, check, update, updateLater),
      );
    },
  },
  {
    name: 'a task that fails after resetAfter has its attempts counted afresh, in a new conversation',
    async play() {
      const scene = await openScene(acting('restart: { attempts: 1, resetAfter: 5m }'));
      scene.play('report', ends(1), ends(1, 15 * minute), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      const [first, second] = scene.restarts();
      expect(second?.startedBy).toBe(`deckhand/${first?.id}/1`);
      expect(scene.titles()).toEqual([
        '✅ report: The application ended with an error — runs again',
        '✅ report: The application ended with an error — restart 1 ended well',
      ]);
      const failure = total(plan, log, restart, update, updateLater);
      // The wake-up that would have reminded people of the first looks after the second, too.
      expect(scene.tally()).toEqual(
        total(launchRemembered, times(2, failure), opening, said, check, end, checkInVain),
      );
    },
  },
  {
    name: 'a restarted task that a person stops is over, and is not started again',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), {});

      await scene.runTask();
      await scene.pass(5 * minute);
      const task = scene.restarts()[0]?.taskArn;
      await scene.call('ecs', 'StopTask', { cluster: 'prod', task });
      await scene.pass(hour);

      expect(scene.restarts().map(({ lastStatus }) => lastStatus)).toEqual(['STOPPED']);
      expect(scene.titles()).toEqual([
        '✅ report: The application ended with an error — restart 1 was stopped by a person',
      ]);
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, restart, end, update, updateLater, checkInVain),
      );
    },
  },
];
