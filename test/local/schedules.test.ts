import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import { parseExpression } from '../../local/cloud/schedule/expression.ts';
import { aCloud, clientOf, start } from './support/cloud.ts';

const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';
const EcsParameters = {
  TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/tally:1',
  LaunchType: 'FARGATE' as const,
  NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-a'] } },
};
const schedule: CreateScheduleCommandInput = {
  Name: 'nightly-tally',
  ScheduleExpression: 'rate(10 minutes)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: cluster,
    RoleArn: 'arn:aws:iam::123456789012:role/scheduler',
    Input: '{"containerOverrides":[{"name":"app","command":["tally"]}]}',
    EcsParameters,
  },
};

describe('a schedule expression', () => {
  test.each([
    ['rate(5 minutes)', '2026-03-02T09:00:00Z', '2026-03-02T09:05:00Z'],
    ['rate(1 day)', '2026-03-03T08:59:00Z', '2026-03-03T09:00:00Z'],
    ['at(2026-03-02T10:30:00)', '2026-03-02T09:00:00Z', '2026-03-02T10:30:00Z'],
    ['at(2026-03-02T10:30:00)', '2026-03-02T10:30:00Z', null],
    ['cron(15 10 * * ? *)', '2026-03-02T10:15:00Z', '2026-03-03T10:15:00Z'],
    ['cron(0/15 9-17 ? * MON-FRI *)', '2026-03-06T17:45:00Z', '2026-03-09T09:00:00Z'],
    ['cron(0 8 1 * ? *)', '2026-12-01T08:00:00Z', '2027-01-01T08:00:00Z'],
    ['cron(0 8 L FEB ? 2028)', '2026-03-02T09:00:00Z', '2028-02-29T08:00:00Z'],
    ['cron(0 8 ? * MON#2 *)', '2026-03-02T09:00:00Z', '2026-03-09T08:00:00Z'],
    ['cron(0 8 ? * 6L *)', '2026-03-02T09:00:00Z', '2026-03-27T08:00:00Z'],
    ['cron(0 8 1 1 ? 2020)', '2026-03-02T09:00:00Z', null],
  ])('%s after %s fires at %s', (text, after, expected) => {
    const next = parseExpression(text, start.getTime())(Date.parse(after));

    expect(next && new Date(next).toISOString().replace('.000', '')).toBe(expected);
  });

  test('follows the clocks of its time zone through the change to summer time', () => {
    const daily = parseExpression('cron(0 9 * * ? *)', start.getTime(), 'Europe/Paris');

    const before = daily(Date.parse('2026-03-28T00:00:00Z'));
    const after = daily(Date.parse('2026-03-29T00:00:00Z'));

    expect([before, after]).toEqual([
      Date.parse('2026-03-28T08:00:00Z'),
      Date.parse('2026-03-29T07:00:00Z'),
    ]);
  });

  test.each([
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 8 * * * *)',
    'cron(61 8 * * ? *)',
    'soon',
  ])('%s is refused', (text) => {
    expect(() => parseExpression(text, 0)).toThrow('Invalid Schedule Expression');
  });
});

describe('EventBridge Scheduler', () => {
  test('launches its task when it is due, in its own name; CloudTrail alone tells that it failed', async () => {
    const cloud = await aCloud();
    await new SchedulerClient(clientOf(cloud)).send(new CreateScheduleCommand(schedule));

    await cloud.time.pass(25 * 60_000);

    const launches = cloud.calls.filter(({ action }) => action === 'RunTask');
    expect(launches.map(({ at }) => at - start.getTime())).toEqual([600_000, 1_200_000]);
    expect(launches[0]?.input).toEqual({
      cluster,
      taskDefinition: EcsParameters.TaskDefinitionArn,
      count: 1,
      startedBy: 'chronos-schedule/nightly-tally',
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-a'],
          securityGroups: [],
          assignPublicIp: 'DISABLED',
        },
      },
      overrides: { containerOverrides: [{ name: 'app', command: ['tally'] }] },
    });
    expect(
      cloud.bus.events.map(({ detail }) => [detail.eventName, detail.errorCode]),
    ).toContainEqual(['RunTask', 'ClusterNotFoundException']);
  });

  test('with a long name is cut short in startedBy', async () => {
    const cloud = await aCloud();
    const Name = 'nightly-tally-of-everything-sold';
    await new SchedulerClient(clientOf(cloud)).send(
      new CreateScheduleCommand({ ...schedule, Name }),
    );

    await cloud.time.pass(10 * 60_000);

    const launch = cloud.calls.find(({ action }) => action === 'RunTask');
    expect(launch?.input.startedBy).toBe('chronos-schedule/nightly-tally-of-ev');
  });

  test('an update replaces everything', async () => {
    const cloud = await aCloud();
    const scheduler = new SchedulerClient(clientOf(cloud));
    const described = { ...schedule, Description: 'nightly', State: 'DISABLED' as const };
    await scheduler.send(new CreateScheduleCommand(described));

    await scheduler.send(new UpdateScheduleCommand(schedule));
    const found = await scheduler.send(new GetScheduleCommand({ Name: 'nightly-tally' }));

    expect(found).toMatchObject({ State: 'ENABLED', GroupName: 'default', CreationDate: start });
    expect(found.Description).toBeUndefined();
    expect(found.Target?.EcsParameters).toMatchObject(EcsParameters);
  });

  test('lists by prefix, page by page, and knows what is there twice or not at all', async () => {
    const cloud = await aCloud();
    const scheduler = new SchedulerClient(clientOf(cloud));
    for (const Name of ['a-1', 'a-2', 'a-3', 'b-1']) {
      await scheduler.send(new CreateScheduleCommand({ ...schedule, Name }));
    }

    const first = await scheduler.send(
      new ListSchedulesCommand({ NamePrefix: 'a-', MaxResults: 2 }),
    );
    const rest = await scheduler.send(
      new ListSchedulesCommand({ NamePrefix: 'a-', NextToken: first.NextToken }),
    );
    const twice = scheduler.send(new CreateScheduleCommand({ ...schedule, Name: 'a-1' }));
    const none = scheduler.send(new DeleteScheduleCommand({ Name: 'c-1' }));

    expect(first.Schedules?.map(({ Name }) => Name)).toEqual(['a-1', 'a-2']);
    expect(rest.Schedules?.map(({ Name }) => Name)).toEqual(['a-3']);
    expect(rest.NextToken).toBeUndefined();
    await expect(twice).rejects.toBeInstanceOf(ConflictException);
    await expect(none).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test('deleted, or over, it does nothing more', async () => {
    const cloud = await aCloud();
    const scheduler = new SchedulerClient(clientOf(cloud));
    const at = { ...schedule, Name: 'once', ScheduleExpression: 'at(2026-03-02T09:05:00)' };
    await scheduler.send(new CreateScheduleCommand({ ...at, ActionAfterCompletion: 'DELETE' }));
    await scheduler.send(new CreateScheduleCommand(schedule));
    await scheduler.send(new DeleteScheduleCommand({ Name: 'nightly-tally' }));

    await cloud.time.pass(60 * 60_000);
    const left = await scheduler.send(new ListSchedulesCommand({}));

    expect(cloud.calls.filter(({ action }) => action === 'RunTask')).toHaveLength(1);
    expect(left.Schedules).toEqual([]);
  });
});

describe('an EventBridge rule', () => {
  test('launches its ECS target by schedule, in its own name', async () => {
    const cloud = await aCloud();
    const events = new EventBridgeClient(clientOf(cloud));
    const target = { Id: '1', Arn: cluster, RoleArn: 'arn:aws:iam::1:role/events', EcsParameters };
    await events.send(new PutRuleCommand({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)' }));
    await events.send(new PutTargetsCommand({ Rule: 'hourly', Targets: [target] }));

    await cloud.time.pass(61 * 60_000);
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'hourly' }));

    const launches = cloud.calls.filter(({ action }) => action === 'RunTask');
    expect(launches.map(({ input }) => input.startedBy)).toEqual(['events-rule/hourly']);
    expect(Targets).toEqual([target]);
  });

  test('hands events that fit to a function and to a queue', async () => {
    const seen: unknown[] = [];
    const cloud = await aCloud({ worker: ({ event }) => seen.push(event) });
    const events = new EventBridgeClient(clientOf(cloud));
    const [fn] = cloud.template.functions.filter(({ name }) => name === 'worker');
    const queue = cloud.queues.find('small-dev-Failed');
    const EventPattern = JSON.stringify({ source: ['shop'] });
    await events.send(new PutRuleCommand({ Name: 'shop', EventPattern }));
    const Targets = [
      { Id: 'fn', Arn: fn?.functionArn, InputPath: '$.detail' },
      { Id: 'queue', Arn: queue.arn, Input: '{"fixed":true}' },
    ];
    await events.send(new PutTargetsCommand({ Rule: 'shop', Targets }));

    const entry = { Source: 'shop', DetailType: 'Sale', Detail: '{"sold":1}' };
    await events.send(new PutEventsCommand({ Entries: [entry, { ...entry, Source: 'other' }] }));
    await cloud.time.pass(1000);

    expect(seen).toEqual([{ sold: 1 }]);
    expect(queue.messages.map(({ body }) => body)).toEqual(['{"fixed":true}']);
  });

  test('nobody speaks in the name of AWS, nor without JSON', async () => {
    const cloud = await aCloud();
    const entry = { Source: 'shop', DetailType: 'Sale', Detail: '{}' };

    const answer = await new EventBridgeClient(clientOf(cloud)).send(
      new PutEventsCommand({
        Entries: [entry, { ...entry, Source: 'aws.ecs' }, { ...entry, Detail: 'no' }],
      }),
    );

    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'NotAuthorizedForSourceException',
      'MalformedDetail',
    ]);
    expect(cloud.bus.events).toHaveLength(1);
  });
});
