import { expect } from '@jest/globals';
import { costOf, launchRemembered, times, total } from '../support/costs.ts';
import {
  acting,
  endedWell,
  ends,
  fargateNetwork,
  hour,
  minute,
  openScene,
} from '../support/scene.ts';
import type { Story } from './story.ts';

const { launchFailed, plan, log, startNothing, planNext, giveUpNext } = costOf;
const { restart, end, checkInVain, opening, said, update, updateLater } = costOf;

const launch = {
  cluster: 'prod',
  taskDefinition: 'report',
  launchType: 'FARGATE',
  networkConfiguration: fargateNetwork,
};

/** Launches that came to nothing, of which AWS tells nobody but the caller. */
export const failedLaunches: readonly Story[] = [
  {
    name: 'a RunTask that answers failures is told to people, whoever called it',
    async play() {
      const scene = await openScene();
      scene.cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:MEMORY' }]);

      await scene.call('ecs', 'RunTask', launch);
      await scene.pass(hour);

      expect(scene.cloud.ecs.tasks()).toEqual([]);
      expect(scene.titles()).toEqual(['🟠 report: launch failed — no task was started']);
      expect(scene.shown()).toContain('RESOURCE:MEMORY');
      expect(scene.tally()).toEqual(total(launchFailed, said));
    },
  },
  {
    name: 'a RunTask that is refused is told with the reason',
    async play() {
      const scene = await openScene();

      const refused = scene.call('ecs', 'RunTask', { ...launch, taskDefinition: 'report:7' });
      await expect(refused).rejects.toThrow('TaskDefinition not found');
      await scene.pass(hour);

      expect(scene.titles()).toEqual(['🟠 report: launch failed — no task was started']);
      expect(scene.shown()).toContain('TaskDefinition not found');
      expect(scene.tally()).toEqual(total(launchFailed, said));
    },
  },
  {
    name: 'a schedule whose launch fails has somebody to tell',
    async play() {
      const scene = await openScene();
      await scene.call('scheduler', 'CreateSchedule', {
        Name: 'nightly',
        ScheduleExpression: 'at(2026-03-03T09:10:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
          RoleArn: 'arn:aws:iam::123456789012:role/scheduler',
          EcsParameters: {
            TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/report:9',
          },
        },
      });

      await scene.pass(hour);

      expect(scene.cloud.ecs.tasks()).toEqual([]);
      expect(scene.titles()).toEqual(['🟠 report: launch failed — no task was started']);
      expect(scene.shown()).toContain('chronos-schedule/nightly');
      expect(scene.shown()).toContain('scheduler.amazonaws.com');
      expect(scene.tally()).toEqual(total(launchFailed, said));
    },
  },
  {
    name: 'a restart whose RunTask starts nothing is tried again after its backoff, as another attempt',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(2 * minute);
      scene.cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:MEMORY' }]);
      await scene.pass(hour);

      expect(scene.restarts().map(({ startedBy }) => startedBy?.slice(-2))).toEqual(['/2']);
      expect(scene.titles()).toEqual([endedWell.replace('restart 1', 'restart 2')]);
      expect(scene.tally()).toEqual(
        total(
          total(launchRemembered, plan, log, opening, startNothing, planNext, restart, end),
          total(updateLater, times(2, update), checkInVain),
        ),
      );
    },
  },
  {
    name: 'a restart that can never be started gives up at once when the reason will not pass',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(2 * minute);
      scene.cloud.ecs.failNextRunTask([{ reason: 'ATTRIBUTE' }]);
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([expect.stringContaining('could not be restarted')]);
      expect(scene.shown()).toContain('ATTRIBUTE');
      expect(scene.tally()).toEqual(
        total(launchRemembered, plan, log, opening, startNothing, giveUpNext, update),
      );
    },
  },
  {
    name: 'a restart that starts nothing again and again gives up when its attempts are used up',
    async play() {
      const scene = await openScene(acting('restart: { attempts: 2 }'));
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(2 * minute);
      for (const reason of ['RESOURCE:CPU', 'RESOURCE:MEMORY']) {
        scene.cloud.ecs.failNextRunTask([{ reason }]);
      }
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([expect.stringContaining('could not be restarted')]);
      expect(scene.tally()).toEqual(
        total(
          total(launchRemembered, plan, log, opening),
          total(times(2, startNothing), planNext, giveUpNext, update, updateLater),
        ),
      );
    },
  },
];
