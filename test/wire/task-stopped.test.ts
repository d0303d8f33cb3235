import { describe, expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readTaskStopped } from '../../shared/wire/task-stopped.ts';
import { eventNamed } from '../support/events.ts';

const taskArn = 'arn:aws:ecs:eu-west-1:111122223333:task/prod/2d0978d08aa107cf5a0a2ce89449cbc2';

describe('a stopped task', () => {
  test('has an id that every duplicate of the event repeats', () => {
    const signal = readTaskStopped(eventNamed('task-service-scale-in'));

    expect(signal).toMatchObject({
      kind: 'task-stopped',
      id: `${taskArn}#6`,
      at: '2026-10-06T02:01:58.417Z',
      account: '111122223333',
      region: 'eu-west-1',
    });
  });

  test('keeps what we need in the words of AWS, and nothing else', () => {
    const { task } = readTaskStopped(eventNamed('task-service-scale-in'));

    expect(task).toEqual({
      taskArn,
      clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/vote:7',
      version: 6,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      group: 'service:vote',
      startedBy: 'ecs-svc/4710983122563089177',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/4710983122563089177)',
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      availabilityZone: 'eu-west-1a',
      cpu: '256',
      memory: '512',
      enableExecuteCommand: false,
      ephemeralStorage: { sizeInGiB: 20 },
      overrides: { containerOverrides: [{ name: 'app' }] },
      subnetId: 'subnet-0a1b2c3d4e5f60718',
      createdAt: '2026-10-06T02:00:05.417Z',
      startedAt: '2026-10-06T02:00:29.417Z',
      stoppedAt: '2026-10-06T02:01:58.417Z',
      containers: [
        {
          name: 'app',
          image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/vote:1.4.2',
          imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          runtimeId: expect.any(String),
          lastStatus: 'STOPPED',
          exitCode: 0,
        },
      ],
    });
  });

  test('has no exit code where its container never started', () => {
    const { task } = readTaskStopped(eventNamed('task-never-started'));

    expect(task.containers).toHaveLength(1);
    expect(task.containers[0]).not.toHaveProperty('exitCode');
  });

  test('may have a container without an image', () => {
    const { task } = readTaskStopped(eventNamed('task-guardduty-sidecar'));

    expect(task.containers[1]).not.toHaveProperty('image');
  });

  test('has no size and no capacity provider where AWS says "null" or null', () => {
    const { task } = readTaskStopped(eventNamed('task-cpu-null'));

    expect(task).not.toHaveProperty('cpu');
    expect(task).not.toHaveProperty('capacityProviderName');
  });

  test('has no subnet on a host network', () => {
    expect(readTaskStopped(eventNamed('stops/host-terminated')).task).not.toHaveProperty(
      'subnetId',
    );
  });

  test('keeps overrides that we have never heard of', () => {
    const { overrides } = readTaskStopped(eventNamed('task-batch')).task;

    expect(overrides?.containerOverrides?.[0]?.environment).toContainEqual({
      name: 'AWS_BATCH_JOB_ATTEMPT',
      value: '1',
    });
  });
});

test('a Spot warning is a task that still runs', () => {
  const signal = readTaskStopped(eventNamed('task-fargate-spot-warning'));

  expect(signal).toMatchObject({ kind: 'task-interrupted', task: { lastStatus: 'RUNNING' } });
  expect(signal.id).toMatch(/#4$/);
});

test('a notice to a task that is not going to stop is not ours', () => {
  const warning = JSON.stringify(eventNamed('task-fargate-spot-warning'));
  const kept = warning.replace('"desiredStatus":"STOPPED"', '"desiredStatus":"RUNNING"');

  expect(() => readTaskStopped(JSON.parse(kept))).toThrow(NotOurs);
});

test.each([
  'task-fargate-running',
  'task-ec2-running',
  'service-steady',
  'run-task',
  'health-retirement',
])('%s is not ours', (path) => {
  expect(() => readTaskStopped(eventNamed(path))).toThrow(NotOurs);
});

test.each([
  ['task-without-arn', 'detail.taskArn should be a value of type string, is missing'],
  ['task-version-is-text', 'detail.version should be a value of type number, is a string'],
  ['task-containers-are-text', 'detail.containers should be a value of type array, is a string'],
  [
    'task-exit-code-is-text',
    'detail.containers.0.exitCode should be a value of type number, is a string',
  ],
  ['task-time-is-no-time', 'detail.stoppedAt should be a time, ISO 8601, is a string'],
  ['task-detail-is-null', 'detail should be a value of type object, is missing'],
  ['event-without-id', 'id should be a value of type string, is missing'],
  ['event-without-detail-type', 'detail-type should be a value of type string, is missing'],
  ['event-is-a-list', 'the event: the whole should be a value of type object, is an array'],
])('%s is malformed, and the message says where', (path, message) => {
  const reading = () => readTaskStopped(eventNamed(`malformed/${path}`));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow(message);
});
