import { expect } from '@jest/globals';
import type { Body } from '../../local/cloud/types.ts';
import { pushed, rollsOut, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene, threadOf } from '../support/scene.ts';
import { webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

const account = '123456789012';
const clusterArn = `arn:aws:ecs:us-east-1:${account}:cluster/prod`;
const roleArn = `arn:aws:iam::${account}:role/scheduled`;
const definition = (name: string): string =>
  `arn:aws:ecs:us-east-1:${account}:task-definition/${name}`;

/** A schedule that uses all that there is, and a field that nobody knows yet. */
const scheduleOf = (Name: string, taskDefinition: string): Body => ({
  Name,
  Description: 'Counts the day',
  ScheduleExpression: 'cron(0 4 * * ? *)',
  ScheduleExpressionTimezone: 'Europe/Paris',
  FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
  ActionAfterCompletion: 'NONE',
  State: 'ENABLED',
  FieldOfNextYear: { deep: [1, 'two'] },
  Target: {
    Arn: clusterArn,
    RoleArn: roleArn,
    Input: '{"containerOverrides":[{"name":"app","command":["count"]}]}',
    RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 2 },
    DeadLetterConfig: { Arn: `arn:aws:sqs:us-east-1:${account}:lost` },
    EcsParameters: {
      TaskDefinitionArn: definition(taskDefinition),
      TaskCount: 2,
      Tags: [{ Key: 'team', Value: 'shop' }],
      NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-0a11'] } },
    },
  },
});

async function aRule(scene: Scene, taskDefinition: string): Promise<void> {
  await scene.call('events', 'PutRule', { Name: 'hourly', ScheduleExpression: 'rate(1 day)' });
  const parameters = { TaskDefinitionArn: definition(taskDefinition), TaskCount: 1 };
  await scene.call('events', 'PutTargets', {
    Rule: 'hourly',
    Targets: [
      {
        Id: 'other',
        Arn: clusterArn,
        RoleArn: roleArn,
        EcsParameters: { TaskDefinitionArn: definition('report:1') },
      },
      {
        Id: 'web',
        Arn: clusterArn,
        RoleArn: roleArn,
        Input: '{}',
        EcsParameters: parameters,
        FieldOfNextYear: 1,
      },
    ],
  });
}

const schedule = async ({ call }: Scene, Name: string): Promise<Body> => {
  const { LastModificationDate: _, ...found } = await call('scheduler', 'GetSchedule', { Name });
  return JSON.parse(JSON.stringify(found));
};

const targets = ({ call }: Scene): Promise<Body> =>
  call('events', 'ListTargetsByRule', { Rule: 'hourly' });

/** The same with the next revision of `web`, and with no other difference. */
const next = (target: Body): Body =>
  JSON.parse(JSON.stringify(target).replace(`${definition('web:1')}"`, `${definition('web:2')}"`));

export const schedulesFollow: readonly Story[] = [
  {
    name: 'schedules and rules follow a service once its image is out, and change in the task definition alone',
    async play() {
      const scene = await openScene(rollsOut('minor', 'schedules: true'));
      await webOf(scene);
      await scene.call('scheduler', 'CreateSchedule', scheduleOf('nightly', 'web:1'));
      await scene.call('scheduler', 'CreateSchedule', scheduleOf('latest', 'web'));
      await scene.call('scheduler', 'CreateSchedule', scheduleOf('reports', 'report:1'));
      await aRule(scene, 'web:1');
      const before = { nightly: await schedule(scene, 'nightly'), rule: await targets(scene) };
      const others = [await schedule(scene, 'latest'), await schedule(scene, 'reports')];

      await pushed(scene, '1.1.0');

      expect(await schedule(scene, 'nightly')).toEqual(next(before.nightly));
      expect(await targets(scene)).toEqual(next(before.rule));
      expect([await schedule(scene, 'latest'), await schedule(scene, 'reports')]).toEqual(others);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
      expect(threadOf(scene).join()).toContain('web: 1.1.0 is out, and 2 schedules run it, too');
      expect(scene.cloud.deadLetters()).toEqual([]);
      expect(scene.tally()).toMatchObject({
        'callDue scheduler:ListSchedules': 1,
        'callDue scheduler:UpdateSchedule': 1,
        'callDue events:ListRuleNamesByTarget': 1,
        'callDue events:PutTargets': 1,
      });
    },
  },
  {
    name: 'a schedule that would change in more than the image is left as it is, and told with what',
    async play() {
      const scene = await openScene(rollsOut('minor', 'schedules: true'));
      const image = scene.cloud.ecr.uri('shop/web', '1.0.0');
      const large = { cpu: '512', memory: '1024', containerDefinitions: [{ name: 'app', image }] };
      await scene.register({ ...webDefinition, ...large });
      await scene.call('scheduler', 'CreateSchedule', scheduleOf('nightly', 'web:1'));
      await webOf(scene);
      const before = await schedule(scene, 'nightly');

      await pushed(scene, '1.1.0');

      expect(await schedule(scene, 'nightly')).toEqual(before);
      expect(threadOf(scene).join()).toContain(
        'more than the image would change: web:1 has another cpu, memory',
      );
    },
  },
  {
    name: 'where the image does not come up, the schedules stay as they are, and nobody looks for them',
    async play() {
      const scene = await openScene(rollsOut('minor', 'schedules: true'));
      const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
      await webOf(scene, { deploymentConfiguration: breaker });
      await scene.call('scheduler', 'CreateSchedule', scheduleOf('nightly', 'web:1'));
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
      const before = await schedule(scene, 'nightly');

      await pushed(scene, '1.1.0', 30 * minute);

      expect(await schedule(scene, 'nightly')).toEqual(before);
      expect(scene.callsOfDeckhand().join()).not.toContain('scheduler:');
    },
  },
  {
    name: 'wherever it crashes while it brings schedules along, each of them runs the revision in the end, and it is told',
    async play() {
      for (const [service, action] of [
        ['scheduler', 'UpdateSchedule'],
        ['events', 'PutTargets'],
      ] as const) {
        for (const kind of ['crash-before', 'crash-after'] as const) {
          const scene = await openScene(rollsOut('minor', 'schedules: true'));
          await webOf(scene);
          await scene.call('scheduler', 'CreateSchedule', scheduleOf('nightly', 'web:1'));
          await aRule(scene, 'web:1');
          const before = { nightly: await schedule(scene, 'nightly'), rule: await targets(scene) };
          scene.cloud.faults.next({ principal: 'callDue', service, action, kind });

          await pushed(scene, '1.1.0', 30 * minute);

          const struck = { principal: 'callDue', service, action, call: 1 };
          expect(scene.cloud.faults.strike(struck)).toBeNull();
          expect(await schedule(scene, 'nightly')).toEqual(next(before.nightly));
          expect(await targets(scene)).toEqual(next(before.rule));
          const told = [scene.shown(), ...threadOf(scene)].join();
          expect(told).toContain('2 schedules run it, too');
          expect(scene.cloud.deadLetters()).toEqual([]);
        }
      }
    },
  },
];
