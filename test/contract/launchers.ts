import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { expect } from '@jest/globals';
import type { Clause } from './contract.ts';
import { settings } from './place.ts';

const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod';
const definition = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/report';
const RoleArn = 'arn:aws:iam::111122223333:role/launcher';
/** On Fargate, in one subnet. */
const ecsParameters = () => ({
  TaskDefinitionArn: definition,
  LaunchType: 'FARGATE' as const,
  NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-0a11'] } },
});

/** Rules and schedules that start tasks. */
export function aboutLaunchers(clause: Clause): void {
  clause('a rule tells how it launches tasks', async ({ world }) => {
    const events = new EventBridgeClient(settings);
    await events.send(new PutRuleCommand({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' }));
    const target = { Id: '1', Arn: cluster, RoleArn, EcsParameters: ecsParameters() };
    await events.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [target] }));

    expect(await world.launchers.targetsOfRule('nightly')).toMatchObject({
      known: true,
      value: [{ cluster, taskDefinition: definition, launchType: 'FARGATE' }],
    });
  });

  clause('a rule that does not exist launches nothing', async ({ world }) => {
    expect(await world.launchers.targetsOfRule('nobody')).toEqual({ known: true, value: [] });
  });

  clause(
    'a schedule tells how it launches tasks, by its name or its beginning',
    async ({ world }) => {
      const scheduler = new SchedulerClient(settings);
      await scheduler.send(
        new CreateScheduleCommand({
          Name: 'import-prices',
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: cluster, RoleArn, EcsParameters: ecsParameters() },
        }),
      );
      const launch = { cluster, taskDefinition: definition, launchType: 'FARGATE' };
      const { targetsOfSchedules } = world.launchers;

      expect(await targetsOfSchedules('import-prices', false)).toMatchObject({ value: [launch] });
      expect(await targetsOfSchedules('import-p', true)).toMatchObject({ value: [launch] });
      expect(await targetsOfSchedules('import-p', false)).toEqual({ known: true, value: [] });
    },
  );
}
