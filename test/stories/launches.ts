import { expect } from '@jest/globals';
import type { Body } from '../../local/cloud/types.ts';
import { type Cost, costOf, launchRemembered, total } from '../support/costs.ts';
import { acting, endedWell, ends, hour, minute, openScene } from '../support/scene.ts';
import type { Story } from './story.ts';

const { plan, planLate, log, logLate, restart, end, checkInVain, opening, update, updateLater } =
  costOf;
const { lookInVain, reportLate } = costOf;

const clusterArn = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';

const ecsParameters: Body = {
  TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/report',
  LaunchType: 'FARGATE',
  NetworkConfiguration: {
    awsvpcConfiguration: { Subnets: ['subnet-0b22'], SecurityGroups: ['sg-0d44'] },
  },
};

const asTheTargetSays = {
  awsvpcConfiguration: expect.objectContaining({
    subnets: ['subnet-0b22'],
    securityGroups: ['sg-0d44'],
  }),
};

const schedule = (Name: string, at = '2026-03-03T09:10:00'): Body => ({
  Name,
  ScheduleExpression: `at(${at})`,
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: clusterArn,
    RoleArn: 'arn:aws:iam::123456789012:role/scheduler',
    EcsParameters: ecsParameters,
  },
});

const ruleTarget = (Id: string): Body => ({
  Id,
  Arn: clusterArn,
  RoleArn: 'arn:aws:iam::123456789012:role/events',
  EcsParameters: ecsParameters,
});

/** CloudTrail tells nothing in these: only the launcher itself knows. */
const withoutTrail = { cloudTrailDelayMs: 24 * hour };

const asked = (fn: string, action: string, count = 1): Cost => ({ [`${fn} ${action}`]: count });
/** From the restart on, all goes well. */
const endsWell = total(restart, end, update, updateLater, checkInVain);
const restartedOnce = total(plan, log, opening, endsWell);
/** The task dies at two minutes and some: CloudTrail may tell after five and after fifteen. */
const givenUpOn = total(plan, log, opening, lookInVain, reportLate, logLate, update);

/** How Deckhand knows the way a task was launched, which its event does not tell. */
export const launches: readonly Story[] = [
  {
    name: 'what a schedule started is launched again as the schedule itself says',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('scheduler', 'CreateSchedule', schedule('nightly'));
      scene.play('report', ends(1), ends(0));

      await scene.pass(hour);

      const [restarted, ...others] = scene.restarts();
      expect(others).toEqual([]);
      expect(restarted?.networkConfiguration).toEqual(asTheTargetSays);
      expect(scene.titles()).toEqual([endedWell]);
      const fromSchedule = total(
        asked('taskStopped', 'scheduler:ListSchedules'),
        asked('taskStopped', 'scheduler:GetSchedule'),
      );
      expect(scene.tally()).toEqual(total(restartedOnce, fromSchedule));
    },
  },
  {
    name: 'a schedule whose name ECS cut is found by its beginning',
    async play() {
      const scene = await openScene(withoutTrail);
      const [name, other] = ['nightly-report-of-all-shops', 'nightly-repair'];
      await scene.call('scheduler', 'CreateSchedule', schedule(name));
      await scene.call('scheduler', 'CreateSchedule', schedule(other, '2026-03-04T09:10:00'));
      scene.play('report', ends(1), ends(0));

      await scene.pass(hour);

      const [task] = scene.cloud.ecs.tasks();
      expect(task?.startedBy).toHaveLength(36);
      expect(scene.restarts()).toMatchObject([{ networkConfiguration: asTheTargetSays }]);
      expect(scene.titles()).toEqual([endedWell]);
      // Only the one whose name fits is asked for its target.
      const fromSchedule = total(
        asked('taskStopped', 'scheduler:ListSchedules'),
        asked('taskStopped', 'scheduler:GetSchedule'),
      );
      expect(scene.tally()).toEqual(total(restartedOnce, fromSchedule));
    },
  },
  {
    name: 'what an EventBridge rule started is launched again as its target says',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('events', 'PutRule', { Name: 'hourly', ScheduleExpression: 'rate(1 hour)' });
      await scene.call('events', 'PutTargets', { Rule: 'hourly', Targets: [ruleTarget('report')] });
      scene.play('report', ends(1), ends(0));

      await scene.pass(1.5 * hour);

      expect(scene.restarts()).toMatchObject([{ networkConfiguration: asTheTargetSays }]);
      expect(scene.titles()).toEqual([endedWell]);
      const fromRule = asked('taskStopped', 'events:ListTargetsByRule');
      expect(scene.tally()).toEqual(total(restartedOnce, fromRule));
    },
  },
  {
    name: 'where two targets of a rule run the family, neither is guessed, and people are told why',
    async play() {
      const scene = await openScene(withoutTrail);
      const Targets = [ruleTarget('daily'), ruleTarget('monthly')];
      await scene.call('events', 'PutRule', {
        Name: 'on-order',
        EventPattern: '{"source":["no"]}',
      });
      await scene.call('events', 'PutTargets', { Rule: 'on-order', Targets });
      scene.play('report', ends(1));

      await scene.runTask({ startedBy: 'events-rule/on-order' });
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('2 of its targets run report, and nothing tells which one');
      const fromRule = total(
        asked('taskStopped', 'events:ListTargetsByRule'),
        asked('callDue', 'events:ListTargetsByRule', 2),
      );
      expect(scene.tally()).toEqual(total(givenUpOn, fromRule));
    },
  },
  {
    name: 'where a cut name fits two schedules that run the family, neither is guessed',
    async play() {
      const scene = await openScene(withoutTrail);
      const due = schedule('nightly-report-of-all-shops');
      await scene.call('scheduler', 'CreateSchedule', due);
      const other = { ...due, Name: 'nightly-report-of-all-stores', State: 'DISABLED' };
      await scene.call('scheduler', 'CreateSchedule', other);
      scene.play('report', ends(1));

      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.shown()).toContain('2 of its targets run report, and nothing tells which one');
      const fromSchedules = total(
        asked('taskStopped', 'scheduler:ListSchedules'),
        asked('taskStopped', 'scheduler:GetSchedule', 2),
        asked('callDue', 'scheduler:ListSchedules', 2),
        asked('callDue', 'scheduler:GetSchedule', 4),
      );
      expect(scene.tally()).toEqual(total(givenUpOn, fromSchedules));
    },
  },
  {
    name: 'a schedule that is gone cannot tell: the task is looked at again later, and reported',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('scheduler', 'CreateSchedule', schedule('nightly'));
      const other = schedule('nightly-too', '2026-03-04T09:10:00');
      await scene.call('scheduler', 'CreateSchedule', other);
      scene.play('report', ends(1));

      await scene.pass(11 * minute);
      await scene.call('scheduler', 'DeleteSchedule', { Name: 'nightly' });
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('the schedule has no matching ECS target');
      // The other one's name only begins alike.
      const fromSchedules = total(
        asked('taskStopped', 'scheduler:ListSchedules'),
        asked('callDue', 'scheduler:ListSchedules', 2),
      );
      expect(scene.tally()).toEqual(total(givenUpOn, fromSchedules));
    },
  },
  {
    name: 'a launch that deckhand.yml tells is used where nothing else knows it',
    async play() {
      const launch = 'launch: { subnets: [subnet-0b22], securityGroups: [sg-0e55] }';
      const scene = await openScene({
        ...withoutTrail,
        ...acting(`restart: { rules: [{ match: { family: report }, ${launch} }] }`),
      });
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts().map(({ networkConfiguration }) => networkConfiguration)).toEqual([
        { awsvpcConfiguration: { subnets: ['subnet-0b22'], securityGroups: ['sg-0e55'] } },
      ]);
      expect(scene.titles()).toEqual([endedWell]);
      expect(scene.tally()).toEqual(restartedOnce);
    },
  },
  {
    name: 'a task that dies before CloudTrail tells is restarted when it has told',
    async play() {
      const scene = await openScene({ cloudTrailDelayMs: 4 * minute });
      scene.play('report', ends(1, 5_000), ends(0));

      await scene.runTask();
      await scene.pass(minute);
      expect(scene.titles()).toEqual([expect.stringContaining('waiting to learn how')]);
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.titles()).toEqual([endedWell]);
      // CloudTrail has not told after two minutes; it has after five.
      const learnt = total(launchRemembered, lookInVain, planLate, logLate, update);
      expect(scene.tally()).toEqual(total(plan, log, opening, learnt, endsWell));
    },
  },
  {
    name: 'a Fargate task whose launch CloudTrail never tells is reported with that, and never guessed',
    async play() {
      const scene = await openScene();
      scene.cloud.bus.lose(({ detail }) => detail.eventName === 'RunTask');
      scene.play('report', { ...ends(1), writes: ['cannot read /data/in.csv'] });

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.titles()).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(scene.shown()).toContain('cannot read /data/in.csv');
      expect(scene.shown()).toContain('its RunTask call is not remembered');
      expect(scene.shown()).toContain('the event names no security groups');
      expect(scene.tally()).toEqual(givenUpOn);
    },
  },
];
