import { describe, expect, test } from '@jest/globals';
import {
  aFargateDefinition,
  aSmallCloud,
  runOne,
  type SmallCloud,
} from '../../support/local-ecs.ts';

type Stop = {
  readonly why: string;
  readonly arrange: (cloud: SmallCloud) => Promise<string>;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly container: { readonly [field: string]: unknown };
};

const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const groups = (group: string) => group !== '/ecs/gone';
const logTo = (group: string) => ({
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': group, 'awslogs-stream-prefix': 'p' },
  },
});

const stops: readonly Stop[] = [
  {
    why: 'its image has no such tag',
    arrange: async (cloud) => {
      const container = { image: `${registry}/shop/web:9.9.9` };
      return runOne(cloud, await aFargateDefinition(cloud, 'web', { container }));
    },
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ` +
      `${registry}/shop/web:9.9.9: ${registry}/shop/web:9.9.9: not found`,
    container: {},
  },
  {
    why: 'its subnet has no free address',
    arrange: async (cloud) => {
      cloud.ecs.subnet('subnet-a', { free: 0 });
      return runOne(cloud, await aFargateDefinition(cloud, 'web'));
    },
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled ' +
      "in subnet 'subnet-a': InsufficientFreeAddressesInSubnet",
    container: {},
  },
  {
    why: 'its log group is missing',
    arrange: async (cloud) =>
      runOne(cloud, await aFargateDefinition(cloud, 'web', { container: logTo('/ecs/gone') })),
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
      'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. ' +
      ': exit status 1',
    container: {},
  },
  {
    why: 'the runtime cannot start it',
    arrange: async (cloud) => {
      cloud.ecs.program({ family: 'web' }, { cannotStart: 'exec format error' });
      return runOne(cloud, await aFargateDefinition(cloud, 'web'));
    },
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'CannotStartContainerError: exec format error',
    container: { reason: 'CannotStartContainerError: exec format error' },
  },
  {
    why: 'it exits by itself',
    arrange: async (cloud) => {
      cloud.ecs.program({ family: 'web' }, { exits: { afterMs: 9_000, code: 3 } });
      return runOne(cloud, await aFargateDefinition(cloud, 'web'));
    },
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    container: { exitCode: 3 },
  },
  {
    why: 'it runs out of memory',
    arrange: async (cloud) => {
      cloud.ecs.program({ family: 'web' }, { outOfMemory: { afterMs: 9_000, needsMiB: 900 } });
      return runOne(cloud, await aFargateDefinition(cloud, 'web'));
    },
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    container: {
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    },
  },
  {
    why: 'a person stops it without saying why',
    arrange: async (cloud) => {
      const taskArn = await runOne(cloud, await aFargateDefinition(cloud, 'web'));
      await cloud.pass(60);
      await cloud.ask('StopTask', { cluster: 'prod', task: taskArn });
      return taskArn;
    },
    stopCode: 'UserInitiated',
    stoppedReason: 'Task stopped by user',
    container: { exitCode: 143 },
  },
];

describe('a task stops', () => {
  test.each(stops)('and says so when $why', async ({ arrange, ...expected }) => {
    const cloud = await aSmallCloud({ logGroupExists: groups });

    await arrange(cloud);
    await cloud.pass(300);

    const last = cloud.told('ECS Task State Change').at(-1);
    expect(last).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: expected.stopCode,
      stoppedReason: expected.stoppedReason,
      containers: [expected.container],
    });
    if (expected.container.exitCode === undefined) {
      expect(last).not.toHaveProperty('containers.0.exitCode');
      expect(last).not.toHaveProperty('startedAt');
    }
  });

  test('not for its memory once it is given enough', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    cloud.ecs.program({ family: 'web' }, { outOfMemory: { afterMs: 9_000, needsMiB: 900 } });

    await runOne(cloud, 'web', { overrides: { memory: '1024' } });
    await cloud.pass(300);

    expect(cloud.ecs.tasks()[0]).toMatchObject({ lastStatus: 'RUNNING', memory: '1024' });
  });

  test('gives its address back', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    cloud.ecs.subnet('subnet-a', { free: 1 });
    cloud.ecs.program({ family: 'web' }, { exits: { afterMs: 5_000, code: 0 } });
    await runOne(cloud, 'web');
    await cloud.pass(300);

    await runOne(cloud, 'web');
    await cloud.pass(300);

    const codes = cloud.ecs.tasks().map(({ stopCode }) => stopCode);
    expect(codes).toEqual(['EssentialContainerExited', 'EssentialContainerExited']);
  });
});

describe('Spot capacity taken back', () => {
  test('is told while the task still runs, then ends it', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web', { container: { stopTimeout: 120 } });
    cloud.ecs.program({ family: 'web' }, { onSigterm: 'ignores' });
    const taskArn = await runOne(cloud, 'web', {
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    await cloud.pass(60);

    cloud.ecs.reclaimSpot(taskArn);
    const warning = cloud.told('ECS Task State Change').at(-1);
    await cloud.pass(110);
    const [beforeTheEnd] = cloud.ecs.tasks().map(({ lastStatus }) => lastStatus);
    await cloud.pass(60);

    expect(warning).toMatchObject({
      desiredStatus: 'STOPPED',
      lastStatus: 'RUNNING',
      stopCode: 'TerminationNotice',
      stoppedReason: 'Your Spot Task was interrupted.',
      capacityProviderName: 'FARGATE_SPOT',
      launchType: 'FARGATE',
    });
    expect(beforeTheEnd).toBe('STOPPING');
    expect(cloud.told('ECS Task State Change').at(-1)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      containers: [{ exitCode: 137 }],
    });
  });
});
