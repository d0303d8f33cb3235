import { describe, expect, test } from '@jest/globals';
import type { Body } from '../../../local/cloud/types.ts';
import {
  aFargateDefinition,
  aService,
  aSmallCloud,
  type SmallCloud,
} from '../../support/local-ecs.ts';

const minutes = (count: number): number => count * 60;
/** Longer than two new tasks take to be healthy. */
const scaledUp = 120;

const blueGreen = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 };
const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

/** A service whose first revision runs, and a second one that has just been asked for. */
async function aDeployment(
  deploymentConfiguration: Body,
  {
    container = {},
    isInAlarm = () => false,
  }: { readonly container?: Body; readonly isInAlarm?: (name: string) => boolean } = {},
): Promise<SmallCloud> {
  const cloud = await aSmallCloud({ isInAlarm });
  await aFargateDefinition(cloud, 'web');
  await aService(cloud, { deploymentConfiguration });
  await cloud.pass(scaledUp);
  await aFargateDefinition(cloud, 'web', { container });
  await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
  return cloud;
}

const broken = (cloud: SmallCloud) => ({ image: cloud.ecr.uri('shop/web', '2.0.0') });

const newest = ({ ecs }: SmallCloud) => {
  const [deployment] = ecs.services()[0]?.serviceDeployments ?? [];
  if (!deployment) throw new Error('there is no service deployment');
  return deployment;
};

async function described(cloud: SmallCloud): Promise<unknown> {
  const { serviceDeploymentArn } = newest(cloud);
  const { serviceDeployments } = await cloud.ask('DescribeServiceDeployments', {
    serviceDeploymentArns: [serviceDeploymentArn],
  });
  return Array.isArray(serviceDeployments) ? serviceDeployments[0] : undefined;
}

/** How many tasks of each revision run. */
const running = ({ ecs }: SmallCloud): { readonly old: number; readonly new: number } => {
  const revisions = ecs
    .tasks({ lastStatus: 'RUNNING' })
    .map(({ definition }) => definition.revision);
  const count = (wanted: number) => revisions.filter((revision) => revision === wanted).length;
  return { old: count(1), new: count(2) };
};

const weights = (source: number, target: number, lifecycleStage: string): Body => ({
  lifecycleStage,
  sourceServiceRevisions: [{ requestedProductionTrafficWeight: source }],
  targetServiceRevision: { requestedProductionTrafficWeight: target },
});

describe('a blue/green deployment', () => {
  test('runs both revisions until the new one has had the traffic for its bake time', async () => {
    const cloud = await aDeployment(blueGreen);

    await cloud.pass(scaledUp);
    const baking = { tasks: running(cloud), deployment: await described(cloud) };
    await cloud.pass(minutes(5) + 60);

    expect(baking.tasks).toEqual({ old: 2, new: 2 });
    expect(baking.deployment).toMatchObject({
      status: 'IN_PROGRESS',
      ...weights(0, 100, 'BAKE_TIME'),
    });
    expect(newest(cloud).status).toBe('SUCCESSFUL');
    expect(running(cloud)).toEqual({ old: 0, new: 2 });
  });

  test('tells both as deployments of the service while both run', async () => {
    const cloud = await aDeployment(blueGreen);

    await cloud.pass(scaledUp);

    const services = await cloud.ask('DescribeServices', { cluster: 'prod', services: ['web'] });
    expect(services).toMatchObject({
      services: [
        {
          deployments: [
            { status: 'PRIMARY', desiredCount: 2, runningCount: 2, rolloutState: 'IN_PROGRESS' },
            { status: 'ACTIVE', desiredCount: 2, runningCount: 2, rolloutState: 'COMPLETED' },
          ],
        },
      ],
    });
  });

  test('whose tasks do not start is rolled back by the circuit breaker, and no traffic has moved', async () => {
    const cloud = await aSmallCloud();
    const bad = await aDeployment({ ...blueGreen, ...breaker }, { container: broken(cloud) });

    await bad.pass(minutes(15));

    expect(await described(bad)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
    });
    expect(running(bad)).toEqual({ old: 2, new: 0 });
    expect(bad.told('ECS Deployment State Change').slice(2)).toMatchObject([
      { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' },
      { eventName: 'SERVICE_DEPLOYMENT_FAILED' },
      { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' },
      { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' },
    ]);
  });

  test('whose tasks do not start waits where there is no breaker', async () => {
    const cloud = await aSmallCloud();
    const bad = await aDeployment(blueGreen, { container: broken(cloud) });

    await bad.pass(minutes(60));

    expect(await described(bad)).toMatchObject({
      status: 'IN_PROGRESS',
      ...weights(100, 0, 'SCALE_UP'),
    });
    expect(running(bad)).toEqual({ old: 2, new: 0 });
  });

  test('goes back without starting a task when it is stopped in its bake time', async () => {
    const cloud = await aDeployment(blueGreen);
    await cloud.pass(scaledUp);
    const tasksBefore = cloud.ecs.tasks().length;

    const { serviceDeploymentArn } = newest(cloud);
    await cloud.ask('StopServiceDeployment', { serviceDeploymentArn });
    const { status } = newest(cloud);
    await cloud.pass(scaledUp);

    expect(status).toBe('ROLLBACK_REQUESTED');
    expect(newest(cloud).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(running(cloud)).toEqual({ old: 2, new: 0 });
    expect(cloud.ecs.tasks()).toHaveLength(tasksBefore);
  });

  test('that is overtaken leaves the traffic where it is, and its own tasks go', async () => {
    const cloud = await aDeployment(blueGreen);
    await cloud.pass(scaledUp);

    await aFargateDefinition(cloud, 'web');
    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
    await cloud.pass(scaledUp);

    expect(running(cloud)).toEqual({ old: 2, new: 0 });
    expect(cloud.ecs.services()[0]?.serviceDeployments.map(({ status }) => status)).toEqual([
      'IN_PROGRESS',
      'STOPPED',
      'SUCCESSFUL',
    ]);
  });
});

describe('a canary deployment', () => {
  test('shifts a little, waits, then shifts the rest', async () => {
    const cloud = await aDeployment({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 3 },
      bakeTimeInMinutes: 2,
    });

    await cloud.pass(scaledUp);
    const first = await described(cloud);
    await cloud.pass(minutes(3));
    const second = await described(cloud);
    await cloud.pass(minutes(3));

    expect(first).toMatchObject(weights(80, 20, 'PRODUCTION_TRAFFIC_SHIFT'));
    expect(second).toMatchObject(weights(0, 100, 'BAKE_TIME'));
    expect(newest(cloud).status).toBe('SUCCESSFUL');
  });
});

describe('a linear deployment', () => {
  test('shifts step by step, and does not wait after the last one', async () => {
    const cloud = await aDeployment({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 4 },
    });

    await cloud.pass(scaledUp);
    const seen: (number | undefined)[] = [];
    for (let step = 0; step < 3; step += 1) {
      seen.push(newest(cloud).shift?.percent);
      await cloud.pass(minutes(4));
    }

    expect(seen).toEqual([40, 80, 100]);
    expect(newest(cloud).status).toBe('SUCCESSFUL');
    expect(running(cloud)).toEqual({ old: 0, new: 2 });
  });
});

describe('an alarm of the service', () => {
  const alarms = { alarms: { alarmNames: ['errors'], enable: true, rollback: true } };

  test.each([
    ['a rolling', { minimumHealthyPercent: 100 }, 15],
    ['a blue/green', blueGreen, scaledUp],
  ])('that goes off rolls %s deployment back', async (_strategy, configuration, afterSeconds) => {
    const burning = new Set<string>();
    const isInAlarm = (name: string) => burning.has(name);
    const cloud = await aDeployment({ ...configuration, ...alarms }, { isInAlarm });
    await cloud.pass(afterSeconds);

    burning.add('errors');
    await cloud.pass(minutes(4));

    expect(newest(cloud)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      rollback: { reason: 'ECS deployment alarm' },
    });
    expect(running(cloud)).toEqual({ old: 2, new: 0 });
  });

  test('that burnt before the deployment does not end it', async () => {
    const burning = new Set<string>();
    const cloud = await aSmallCloud({ isInAlarm: (name) => burning.has(name) });
    await aFargateDefinition(cloud, 'web');
    await aService(cloud, { deploymentConfiguration: alarms });
    await cloud.pass(scaledUp);
    burning.add('errors');

    await cloud.ask('UpdateService', {
      cluster: 'prod',
      service: 'web',
      forceNewDeployment: true,
    });
    await cloud.pass(minutes(4));

    expect(newest(cloud).status).toBe('SUCCESSFUL');
  });
});

describe('a rollback', () => {
  test('that does not come up either has failed, and the revision keeps its earlier success', async () => {
    const cloud = await aSmallCloud();
    const bad = await aDeployment(breaker, { container: broken(cloud) });
    // From now on the first revision does not start either.
    bad.ecs.program({ family: 'web' }, { cannotStart: 'no such file' });
    for (const { taskArn } of bad.ecs.tasks({ lastStatus: 'RUNNING' })) {
      bad.ecs.crash(taskArn, 'app', { exitCode: 1 });
    }

    await bad.pass(minutes(60));

    expect(bad.ecs.services()[0]?.serviceDeployments.map(({ status }) => status)).toEqual([
      'ROLLBACK_FAILED',
      'SUCCESSFUL',
    ]);
  });

  test('that is overtaken lets the next deployment succeed', async () => {
    const cloud = await aSmallCloud();
    const bad = await aDeployment(breaker, { container: broken(cloud) });
    while (newest(bad).status !== 'ROLLBACK_IN_PROGRESS') await bad.pass(1);

    await bad.ask('UpdateService', {
      cluster: 'prod',
      service: 'web',
      taskDefinition: 'web:1',
      forceNewDeployment: true,
    });
    await bad.pass(minutes(5));

    expect(bad.ecs.services()[0]?.serviceDeployments.map(({ status }) => status)).toEqual([
      'SUCCESSFUL',
      'STOPPED',
      'SUCCESSFUL',
    ]);
  });
});

describe('CreateService', () => {
  test.each([
    ['a strategy for daemons', { schedulingStrategy: 'DAEMON', launchType: 'EC2' }, blueGreen],
    ['blue/green without a bake time', {}, { strategy: 'BLUE_GREEN' }],
    ['a strategy that there is not', {}, { strategy: 'GREEN_BLUE' }],
  ])('refuses %s', async (_what, more, deploymentConfiguration) => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');

    await expect(aService(cloud, { ...more, deploymentConfiguration })).rejects.toMatchObject({
      code: expect.stringMatching(/InvalidParameterException|ValidationException/),
    });
  });
});
