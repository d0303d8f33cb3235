import { describe, expect, test } from '@jest/globals';
import { refusing } from '../support/aws-wire.ts';
import { worldAnswering } from '../support/world.ts';

const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';

const parameters = {
  TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/tally',
  TaskCount: 1,
  LaunchType: 'FARGATE',
  PlatformVersion: '1.4.0',
  NetworkConfiguration: {
    awsvpcConfiguration: {
      Subnets: ['subnet-1', 'subnet-2'],
      SecurityGroups: ['sg-1'],
      AssignPublicIp: 'DISABLED',
    },
  },
  CapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
  PlacementConstraints: [{ type: 'distinctInstance' }],
  PlacementStrategy: [{ type: 'spread', field: 'instanceId' }],
  EnableECSManagedTags: true,
  EnableExecuteCommand: false,
  PropagateTags: 'TASK_DEFINITION',
  Group: 'nightly',
  ReferenceId: 'ref',
};

const launch = {
  cluster,
  taskDefinition: parameters.TaskDefinitionArn,
  launchType: 'FARGATE',
  platformVersion: '1.4.0',
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['subnet-1', 'subnet-2'],
      securityGroups: ['sg-1'],
      assignPublicIp: 'DISABLED',
    },
  },
  capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
  placementConstraints: [{ type: 'distinctInstance' }],
  placementStrategy: [{ type: 'spread', field: 'instanceId' }],
  enableECSManagedTags: true,
  enableExecuteCommand: false,
  propagateTags: 'TASK_DEFINITION',
  group: 'nightly',
  referenceId: 'ref',
};

const override = { containerOverrides: [{ name: 'tally', command: ['--day', 'today'] }] };

describe('targets of a rule', () => {
  test('are the launches of its ECS targets, from all pages', async () => {
    const { world, sent } = worldAnswering(
      {
        body: {
          Targets: [
            { Id: '1', Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:other' },
            {
              Id: '2',
              Arn: cluster,
              Input: JSON.stringify(override),
              EcsParameters: { ...parameters, Tags: [{ Key: 'team', Value: 'shop' }] },
            },
          ],
          NextToken: 'more',
        },
      },
      {
        body: {
          Targets: [{ Id: '3', Arn: cluster, EcsParameters: { TaskDefinitionArn: 'report:7' } }],
        },
      },
    );

    const targets = await world.launchers.targetsOfRule('nightly');

    expect(targets).toEqual({
      known: true,
      value: [
        { ...launch, overrides: override, tags: [{ key: 'team', value: 'shop' }] },
        { cluster, taskDefinition: 'report:7' },
      ],
    });
    expect(sent).toMatchObject([
      { action: 'events:ListTargetsByRule', body: { Rule: 'nightly' } },
      { body: { Rule: 'nightly', NextToken: 'more' } },
    ]);
  });

  test.each(['no JSON', '"text"', '[]', ''])(
    'have no overrides when their input is %p',
    async (Input) => {
      const { world } = worldAnswering({
        body: { Targets: [{ Id: '1', Arn: cluster, Input, EcsParameters: parameters }] },
      });

      const targets = await world.launchers.targetsOfRule('nightly');

      expect(targets).toEqual({ known: true, value: [launch] });
    },
  );

  test('are known to be none when the rule is gone', async () => {
    const { world } = worldAnswering(refusing('ResourceNotFoundException', 'Rule does not exist.'));

    const targets = await world.launchers.targetsOfRule('nightly');

    expect(targets).toEqual({ known: true, value: [] });
  });

  test('are unknown when we may not look', async () => {
    const { world } = worldAnswering(refusing('AccessDeniedException', 'not authorized'));

    const targets = await world.launchers.targetsOfRule('nightly');

    expect(targets).toMatchObject({
      known: false,
      why: expect.stringContaining('events:ListTargetsByRule'),
    });
  });
});

describe('targets of schedules', () => {
  const runTask = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';

  test('are the launches of every schedule with the prefix that starts tasks', async () => {
    const { world, sent } = worldAnswering(
      {
        body: {
          Schedules: [{ Name: 'tally-a', GroupName: 'default', Target: { Arn: cluster } }],
          NextToken: 'more',
        },
      },
      {
        body: {
          Schedules: [
            { Name: 'tally-b', GroupName: 'jobs', Target: { Arn: runTask } },
            { Name: 'tally-mail', GroupName: 'default', Target: { Arn: 'arn:aws:sqs:::mails' } },
          ],
        },
      },
      {
        body: {
          Name: 'tally-a',
          Target: {
            Arn: cluster,
            RoleArn: 'role',
            Input: JSON.stringify(override),
            EcsParameters: { ...parameters, Tags: [{ key: 'team', value: 'shop' }] },
          },
        },
      },
      {
        body: {
          Name: 'tally-b',
          Target: {
            Arn: runTask,
            RoleArn: 'role',
            Input: JSON.stringify({
              TaskDefinition: 'tally:3',
              Cluster: 'prod',
              Count: 1,
              NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
              Overrides: { ContainerOverrides: [{ Name: 'tally', Command: ['x'] }] },
            }),
          },
        },
      },
    );

    const targets = await world.launchers.targetsOfSchedules('tally', true);

    expect(targets).toEqual({
      known: true,
      value: [
        { ...launch, overrides: override, tags: [{ key: 'team', value: 'shop' }] },
        {
          cluster: 'prod',
          taskDefinition: 'tally:3',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
          overrides: { containerOverrides: [{ name: 'tally', command: ['x'] }] },
        },
      ],
    });
    expect(sent.map(({ action, query }) => ({ action, query }))).toEqual([
      { action: 'GET scheduler/schedules', query: { NamePrefix: 'tally' } },
      { action: 'GET scheduler/schedules', query: { NamePrefix: 'tally', NextToken: 'more' } },
      { action: 'GET scheduler/schedules/tally-a', query: { groupName: 'default' } },
      { action: 'GET scheduler/schedules/tally-b', query: { groupName: 'jobs' } },
    ]);
  });

  test('leave out a schedule that went away meanwhile', async () => {
    const { world } = worldAnswering(
      { body: { Schedules: [{ Name: 'tally', GroupName: 'default', Target: { Arn: cluster } }] } },
      refusing('ResourceNotFoundException', 'Schedule tally does not exist.', 404),
    );

    const targets = await world.launchers.targetsOfSchedules('tally', false);

    expect(targets).toEqual({ known: true, value: [] });
  });

  test('are unknown when we may list but not look', async () => {
    const { world } = worldAnswering(
      { body: { Schedules: [{ Name: 'tally', GroupName: 'default', Target: { Arn: cluster } }] } },
      refusing('AccessDeniedException', 'not authorized', 403),
    );

    const targets = await world.launchers.targetsOfSchedules('tally', false);

    expect(targets).toMatchObject({
      known: false,
      why: expect.stringContaining('scheduler:GetSchedule'),
    });
  });
});
