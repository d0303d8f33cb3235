import { expect, test } from '@jest/globals';
import type { RunTask } from '../../shared/core/decision.ts';
import type { Launch } from '../../shared/core/task.ts';
import { refusing, wire } from '../support/aws-wire.ts';
import { worldAnswering, worldOn } from '../support/world.ts';

const launch: Launch = {
  cluster: 'prod',
  taskDefinition: 'report:7',
  capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
  },
  overrides: { containerOverrides: [{ name: 'report', environment: [{ name: 'A', value: '' }] }] },
  enableExecuteCommand: true,
  enableECSManagedTags: true,
  propagateTags: 'TASK_DEFINITION',
  volumeConfigurations: [{ name: 'data', managedEBSVolume: { roleArn: 'role', sizeInGiB: 20 } }],
};

const aRequest = (fields: Partial<RunTask> = {}): RunTask => ({
  do: 'run-task',
  launch,
  startedBy: 'deckhand/0123/1',
  clientToken: 'token-1',
  lineage: {
    rootTaskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/root',
    rootStartedBy: 'tally',
    attempt: 1,
    launch,
    incident: 'prod/report#oom',
    gaveMemory: false,
  },
  budget: { key: 'cluster/prod', restarts: 10, windowMs: 600_000 },
  ifFailed: { id: 'call-1', playbook: 'restart', about: { what: 'launch-failed' } },
  ...fields,
});

const ours = [
  { key: 'deckhand:root', value: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/root' },
  { key: 'deckhand:attempt', value: '1' },
];

test('the task is launched exactly as it was, once, with where it comes from in its tags', async () => {
  const { world, sent } = worldAnswering({
    body: { tasks: [{ taskArn: 'task-2' }], failures: [] },
  });

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ started: 'task-2' });
  expect(sent.map(({ action, body }) => ({ action, body }))).toEqual([
    {
      action: 'ecs:RunTask',
      body: {
        ...launch,
        count: 1,
        startedBy: 'deckhand/0123/1',
        clientToken: 'token-1',
        tags: ours,
      },
    },
  ]);
});

test('the launch’s own tags stay, but for AWS’s own and for those of an earlier restart', async () => {
  const { world, sent } = worldAnswering({ body: { tasks: [{ taskArn: 'task-2' }] } });
  const team = { key: 'team', value: 'shop' };
  const tags = [
    team,
    { key: 'aws:ecs:clusterName', value: 'prod' },
    { key: 'deckhand:attempt', value: '0' },
  ];

  await world.ecs.runTask(aRequest({ launch: { ...launch, tags } }));

  expect(sent[0]?.body.tags).toEqual([team, ...ours]);
});

test('a launch with 50 tags of its own still finds room for ours', async () => {
  const { world, sent } = worldAnswering({ body: { tasks: [{ taskArn: 'task-2' }] } });
  const tags = Array.from({ length: 50 }, (_, index) => ({ key: `tag${index}`, value: '' }));

  await world.ecs.runTask(aRequest({ launch: { ...launch, tags } }));

  const sentTags = sent[0]?.body.tags;
  expect(sentTags).toHaveLength(50);
  expect(sentTags).toEqual(expect.arrayContaining(ours));
});

test('200 with failures is a failure', async () => {
  const failures = [{ arn: 'instance-1', reason: 'RESOURCE:MEMORY', detail: 'too little' }];
  const { world } = worldAnswering({ body: { tasks: [], failures } });

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ failures });
});

test('200 with nothing in it is a failure, too', async () => {
  const { world } = worldAnswering({ body: {} });

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ failures: [] });
});

test('a token that has started another launch is a conflict', async () => {
  const { world } = worldAnswering(refusing('ConflictException', 'token was used'));

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ conflict: expect.stringContaining('token was used') });
});

test.each([
  ['InvalidParameterException', 'TaskDefinition is inactive'],
  ['ClientException', 'ECS was unable to assume the role'],
  ['ClusterNotFoundException', 'Cluster not found.'],
  ['AccessDeniedException', 'not authorized to perform: iam:PassRole'],
])('%s is refused, with ECS’s own words, and not tried again', async (name, message) => {
  const { world, sent } = worldAnswering(refusing(name, message));

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ refused: expect.stringContaining(`${name}: ${message}`) });
  expect(sent).toHaveLength(1);
});

test.each([
  ['ThrottlingException', 'Rate exceeded', 400],
  ['ServerException', 'Service Unavailable', 500],
])('%s is tried three times with the same token, then Unavailable', async (name, words, status) => {
  const { world, sent } = worldAnswering(refusing(name, words, status));

  const running = world.ecs.runTask(aRequest());

  await expect(running).rejects.toMatchObject({ name: 'Unavailable', cause: { name } });
  expect(sent.map(({ body }) => body.clientToken)).toEqual(['token-1', 'token-1', 'token-1']);
});

test('throttling that ECS calls a ClientException is Unavailable', async () => {
  const { world } = worldAnswering(refusing('ClientException', 'Too many concurrent attempts'));

  const running = world.ecs.runTask(aRequest());

  await expect(running).rejects.toMatchObject({ name: 'Unavailable' });
});

test('a broken network is tried three times, waiting longer each time, then Unavailable', async () => {
  const waited: number[] = [];
  const { requestHandler, sent } = wire(() => {
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  });
  const retryDelayMs = (attempt: number): number => {
    waited.push(attempt);
    return 0;
  };

  const running = worldOn({ requestHandler, retryDelayMs }).ecs.runTask(aRequest());

  await expect(running).rejects.toMatchObject({ name: 'Unavailable' });
  expect(sent).toHaveLength(3);
  expect(waited).toEqual([1, 2]);
});

test('a try that succeeds after a failed one is a success', async () => {
  const { world } = worldAnswering(refusing('ServerException', 'oops', 500), {
    body: { tasks: [{ taskArn: 'task-2' }] },
  });

  const result = await world.ecs.runTask(aRequest());

  expect(result).toEqual({ started: 'task-2' });
});
