import { expect } from '@jest/globals';
import type { Body } from '../../local/cloud/types.ts';
import {
  acting,
  ends,
  fargateNetwork,
  hour,
  minute,
  openScene,
  titleOf,
} from '../support/scene.ts';
import type { Story } from './story.ts';

const clusterArn = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
const definitionArn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/report';

const ecsParameters: Body = {
  TaskDefinitionArn: definitionArn,
  LaunchType: 'FARGATE',
  NetworkConfiguration: {
    awsvpcConfiguration: { Subnets: ['subnet-0b22'], SecurityGroups: ['sg-0d44'] },
  },
};

const schedule = (name: string): Body => ({
  Name: name,
  ScheduleExpression: 'at(2026-03-03T09:10:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: clusterArn,
    RoleArn: 'arn:aws:iam::123456789012:role/scheduler',
    EcsParameters: ecsParameters,
  },
});

/** CloudTrail tells nothing in these: only the launcher itself knows. */
const withoutTrail = { cloudTrailDelayMs: 24 * hour };

export const launches: readonly Story[] = [
  {
    name: 'a restart keeps overrides, tags, network, placement and execute command of the RunTask call',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), ends(0));
      const overrides = {
        containerOverrides: [
          { name: 'app', command: ['month', '2026-02'], environment: [{ name: 'DRY', value: '' }] },
        ],
      };

      await scene.runTask({
        overrides,
        enableExecuteCommand: true,
        tags: [{ key: 'team', value: 'billing' }],
        propagateTags: 'TASK_DEFINITION',
        startedBy: 'maria',
      });
      await scene.pass(hour);

      const [call] = scene.cloud.calls.filter(
        ({ principal, action }) => principal === 'callDue' && action === 'RunTask',
      );
      expect(call?.input).toMatchObject({
        cluster: clusterArn,
        taskDefinition: `${definitionArn}:1`,
        launchType: 'FARGATE',
        networkConfiguration: fargateNetwork,
        overrides,
        enableExecuteCommand: true,
        propagateTags: 'TASK_DEFINITION',
        startedBy: expect.stringMatching(/^deckhand\/[0-9a-f]{32}\/1$/),
        clientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
        tags: expect.arrayContaining([
          { key: 'team', value: 'billing' },
          { key: 'deckhand:attempt', value: '1' },
        ]),
      });
    },
  },
  {
    name: 'what a schedule started is launched again as the schedule itself says',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('scheduler', 'CreateSchedule', schedule('nightly'));
      scene.play('report', ends(1), ends(0));

      await scene.pass(hour);

      const [restart] = scene.restarts();
      expect(restart?.networkConfiguration).toMatchObject({
        awsvpcConfiguration: { subnets: ['subnet-0b22'], securityGroups: ['sg-0d44'] },
      });
      expect(scene.tally()).toMatchObject({
        'taskStopped scheduler:ListSchedules': 1,
        'taskStopped scheduler:GetSchedule': 1,
        'callDue ecs:RunTask': 1,
      });
    },
  },
  {
    name: 'what an EventBridge rule started is launched again as its target says',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('events', 'PutRule', { Name: 'hourly', ScheduleExpression: 'rate(1 hour)' });
      await scene.call('events', 'PutTargets', {
        Rule: 'hourly',
        Targets: [
          {
            Id: 'report',
            Arn: clusterArn,
            RoleArn: 'arn:aws:iam::123456789012:role/events',
            EcsParameters: ecsParameters,
          },
        ],
      });
      scene.play('report', ends(1), ends(0));

      await scene.pass(1.5 * hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.tally()).toMatchObject({ 'taskStopped events:ListTargetsByRule': 1 });
    },
  },
  {
    name: 'a Fargate task whose launch nobody tells is looked at again, then reported, and never guessed',
    async play() {
      const scene = await openScene(withoutTrail);
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.board().map(titleOf)).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
      expect(JSON.stringify(scene.channel)).toContain('the event names no security groups');
      expect(scene.tally()).not.toHaveProperty(['callDue ecs:RunTask']);
    },
  },
  {
    name: 'a launch that the configuration tells is used where nothing else knows it',
    async play() {
      const scene = await openScene({
        ...withoutTrail,
        ...acting(`
restart:
  rules:
    - match: { family: report }
      launch: { subnets: [subnet-0b22], securityGroups: [sg-0e55] }
`),
      });
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()[0]?.networkConfiguration).toMatchObject({
        awsvpcConfiguration: { subnets: ['subnet-0b22'], securityGroups: ['sg-0e55'] },
      });
    },
  },
  {
    name: 'a task that dies before CloudTrail tells is restarted when it has told',
    async play() {
      const scene = await openScene({ cloudTrailDelayMs: 4 * minute });
      scene.play('report', ends(1, 5_000), ends(0));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(1);
      expect(scene.board().map(titleOf)).toEqual([
        '✅ report: The application ended with an error — restart 1 ended well',
      ]);
    },
  },
  {
    name: 'a schedule that is gone cannot tell: the task is looked at again later, and reported',
    async play() {
      const scene = await openScene(withoutTrail);
      await scene.call('scheduler', 'CreateSchedule', schedule('nightly'));
      await scene.call('scheduler', 'CreateSchedule', schedule('nightly-too'));
      await scene.pass(11 * minute);
      await scene.call('scheduler', 'DeleteSchedule', { Name: 'nightly' });
      for (const { taskArn } of scene.cloud.ecs.tasks({ family: 'report' }).slice(0, 1)) {
        scene.cloud.ecs.crash(taskArn, 'app', { exitCode: 1 });
      }

      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(JSON.stringify(scene.channel)).toContain('the schedule has no matching ECS target');
      expect(scene.tally()).toMatchObject({
        'callDue scheduler:ListSchedules': expect.any(Number),
      });
    },
  },
  {
    name: 'a rule without its target cannot tell: the task is looked at again later, and reported',
    async play() {
      const scene = await openScene(withoutTrail);
      scene.play('report', ends(1));

      await scene.runTask({ startedBy: 'events-rule/gone' });
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.board()).toHaveLength(1);
      expect(scene.tally()).toMatchObject({
        'taskStopped events:ListTargetsByRule': 1,
        'callDue events:ListTargetsByRule': expect.any(Number),
      });
    },
  },
  {
    name: 'a RunTask that started nothing is told, whoever called it',
    async play() {
      const scene = await openScene();
      scene.cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:MEMORY' }]);

      await scene.call('ecs', 'RunTask', {
        cluster: 'prod',
        taskDefinition: 'report',
        networkConfiguration: fargateNetwork,
        launchType: 'FARGATE',
      });
      await scene.pass(10 * minute);

      expect(scene.board().map(titleOf)).toEqual([
        '🟠 report: launch failed — no task was started',
      ]);
      expect(scene.tally()).toMatchObject({ 'taskLaunched sqs:SendMessage': 1 });
    },
  },
  {
    name: 'a restart whose RunTask starts nothing is tried again, as another attempt',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1), ends(0));
      await scene.runTask();
      await scene.pass(2 * minute);
      scene.cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:MEMORY' }]);

      await scene.pass(hour);

      expect(scene.restarts().map(({ startedBy }) => startedBy?.slice(-2))).toEqual(['/2']);
      expect(scene.board().map(titleOf)).toEqual([
        '✅ report: The application ended with an error — restart 2 ended well',
      ]);
    },
  },
];
