import { describe, expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readTaskLaunched } from '../../shared/wire/task-launched.ts';
import { eventNamed } from '../support/events.ts';

const ours = 'arn:aws:ecs:eu-west-1:111122223333';

describe('a RunTask call', () => {
  test('tells how the task was launched, less what must not be repeated', () => {
    const { launch } = readTaskLaunched(eventNamed('run-task'));

    expect(launch).toEqual({
      cluster: 'prod',
      taskDefinition: 'report:7',
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0f1e2d3c4b5a69788'],
          securityGroups: ['sg-0123456789abcdef0'],
          assignPublicIp: 'DISABLED',
        },
      },
      overrides: {
        containerOverrides: [{ name: 'app', command: ['report', '--month', '2026-09'] }],
      },
      group: 'nightly',
      placementConstraints: [],
      placementStrategy: [],
      platformVersion: 'LATEST',
      enableExecuteCommand: false,
      enableECSManagedTags: true,
      propagateTags: 'TASK_DEFINITION',
      tags: [
        { key: 'team', value: 'shop' },
        { key: 'empty', value: '' },
      ],
    });
  });

  test('tells who called, what was started and when', () => {
    const { launch: _, ...signal } = readTaskLaunched(eventNamed('run-task'));

    expect(signal).toEqual({
      kind: 'task-launched',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: '2026-10-06T02:00:05Z',
      account: '111122223333',
      region: 'eu-west-1',
      startedBy: 'nightly-report',
      taskArns: [expect.stringMatching(/:task\/prod\/[0-9a-f]{32}$/)],
      failures: [],
      caller: 'arn:aws:sts::111122223333:assumed-role/operator/ines',
    });
  });

  test('names the service that called, where one did', () => {
    expect(readTaskLaunched(eventNamed('run-task-by-scheduler'))).toMatchObject({
      caller: 'scheduler.amazonaws.com',
      startedBy: 'chronos-schedule/tally-hourly',
      launch: { cluster: `${ours}:cluster/prod`, launchType: 'FARGATE' },
    });
  });

  test('that placed nothing tells the failures', () => {
    expect(readTaskLaunched(eventNamed('run-task-failures'))).toMatchObject({
      taskArns: [],
      failures: [{ reason: 'RESOURCE:MEMORY', arn: expect.stringContaining('container-instance') }],
    });
  });

  test('that was refused tells the error', () => {
    expect(readTaskLaunched(eventNamed('run-task-refused'))).toMatchObject({
      taskArns: [],
      failures: [],
      error: { code: 'ClientException', message: 'TaskDefinition is inactive' },
      launch: { taskDefinition: 'report:7' },
    });
  });

  test('that was denied may not even tell what was asked for', () => {
    const signal = readTaskLaunched(eventNamed('run-task-denied'));

    expect(signal.error?.code).toBe('AccessDenied');
    expect(signal.launch).toEqual({ cluster: 'default', taskDefinition: '' });
  });

  test('whose overrides CloudTrail hides is remembered without them, not with the wrong ones', () => {
    expect(readTaskLaunched(eventNamed('run-task-hidden-overrides')).launch).not.toHaveProperty(
      'overrides',
    );
  });

  test('without a cluster ran where its task is', () => {
    expect(readTaskLaunched(eventNamed('run-task-bare')).launch).toEqual({
      cluster: `${ours}:cluster/prod`,
      taskDefinition: 'report',
    });
  });
});

test.each(['api-call-other', 'task-essential-exit'])('%s is not ours', (path) => {
  expect(() => readTaskLaunched(eventNamed(path))).toThrow(NotOurs);
});

test.each([
  ['run-task-without-event-id', 'detail.eventID should be a value of type string, is missing'],
  ['run-task-subnets-are-text', 'awsvpcConfiguration.subnets should be a value of type array'],
])('%s is malformed, and the message says where', (path, message) => {
  const reading = () => readTaskLaunched(eventNamed(`malformed/${path}`));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow(message);
});
