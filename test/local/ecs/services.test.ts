import { describe, expect, test } from '@jest/globals';
import {
  aFargateDefinition,
  aService,
  aSmallCloud,
  type SmallCloud,
} from '../../support/local-ecs.ts';

const targetGroupArn =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';
const balanced = {
  loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
};
const breaker = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
};

const running = ({ ecs }: SmallCloud) => ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });

const actions = (cloud: SmallCloud) =>
  cloud.told('ECS Service Action').map(({ eventName, reason }) => ({ eventName, reason }));

async function aRunningService(more: { readonly [field: string]: unknown } = {}) {
  const cloud = await aSmallCloud();
  await aFargateDefinition(cloud, 'web');
  await aService(cloud, more);
  await cloud.pass(120);
  return cloud;
}

describe('a service', () => {
  test('brings its tasks up, completes its deployment and is steady', async () => {
    const cloud = await aRunningService();

    const [task] = running(cloud);
    const [deployment] = cloud.ecs.services()[0]?.deployments ?? [];
    expect(running(cloud)).toHaveLength(2);
    expect(task).toMatchObject({ group: 'service:web', startedBy: deployment?.id });
    expect(cloud.told('ECS Deployment State Change')).toMatchObject([
      { eventType: 'INFO', eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' },
      {
        eventType: 'INFO',
        eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
        deploymentId: deployment?.id,
      },
    ]);
    expect(actions(cloud)).toEqual([{ eventName: 'SERVICE_STEADY_STATE', reason: undefined }]);
    expect(deployment?.id).toMatch(/^ecs-svc\/\d{19}$/);
  });

  test('replaces a task that ended', async () => {
    const cloud = await aRunningService();
    const [victim] = running(cloud);

    cloud.ecs.crash(victim?.taskArn ?? '', 'app', { exitCode: 1 });
    await cloud.pass(120);

    expect(running(cloud)).toHaveLength(2);
    expect(running(cloud)).not.toContain(victim);
    expect(cloud.ecs.tasks()).toHaveLength(3);
  });

  test('goes on crashing tasks at full speed once they reach RUNNING', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    cloud.ecs.program({ family: 'web' }, { exits: { afterMs: 5_000, code: 1 } });
    await aService(cloud, { desiredCount: 1, ...breaker });

    await cloud.pass(30 * 60);

    expect(cloud.ecs.tasks().length).toBeGreaterThan(30);
    expect(
      cloud.told('ECS Deployment State Change').map(({ eventName }) => eventName),
    ).not.toContain('SERVICE_DEPLOYMENT_FAILED');
  });

  test('tags its tasks with its own tags when asked to', async () => {
    const cloud = await aRunningService({
      tags: [{ key: 'team', value: 'shop' }],
      propagateTags: 'SERVICE',
      enableECSManagedTags: true,
    });

    expect(running(cloud)[0]?.tags).toEqual([
      { key: 'aws:ecs:clusterName', value: 'prod' },
      { key: 'aws:ecs:serviceName', value: 'web' },
      { key: 'team', value: 'shop' },
    ]);
  });

  test('scales in with the reason that AWS gives', async () => {
    const cloud = await aRunningService();
    const deployment = cloud.ecs.services()[0]?.deployments[0]?.id;

    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', desiredCount: 1 });
    await cloud.pass(120);

    expect(running(cloud)).toHaveLength(1);
    expect(cloud.told('ECS Task State Change').at(-1)).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${deployment})`,
    });
    expect(cloud.told('ECS Deployment State Change')).toHaveLength(2);
  });

  test('stops a task that the load balancer finds unhealthy, after the grace period', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    cloud.ecs.program({ family: 'web' }, ({ earlier }) =>
      earlier === 0 ? { targetUnhealthyAfterMs: 0 } : {},
    );
    await aService(cloud, { ...balanced, desiredCount: 1, healthCheckGracePeriodSeconds: 200 });

    await cloud.pass(180);
    const [withinGrace] = cloud.ecs.tasks().map(({ desiredStatus }) => desiredStatus);
    await cloud.pass(300);

    expect(withinGrace).toBe('RUNNING');
    expect(cloud.ecs.tasks()[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Task failed ELB health checks in (target-group ${targetGroupArn})`,
    });
    expect(running(cloud)).toHaveLength(1);
  });

  test('stops a task whose container fails its health check', async () => {
    const cloud = await aSmallCloud();
    const healthCheck = { command: ['CMD', 'ok'], interval: 10, retries: 2 };
    await aFargateDefinition(cloud, 'web', { container: { healthCheck } });
    cloud.ecs.program({ family: 'web' }, ({ earlier }) =>
      earlier === 0 ? { unhealthyAfterMs: 30_000 } : {},
    );

    await aService(cloud, { desiredCount: 1 });
    await cloud.pass(180);

    expect(cloud.ecs.tasks()[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stoppedReason: 'Task failed container health checks',
    });
    expect(running(cloud)).toHaveLength(1);
  });

  test('replaces a Spot task only while there is Spot capacity', async () => {
    const cloud = await aRunningService({
      launchType: undefined,
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    cloud.ecs.capacity('FARGATE_SPOT', false);
    cloud.ecs.reclaimSpot(running(cloud)[0]?.taskArn ?? '');
    await cloud.pass(300);
    const withoutCapacity = running(cloud).length;

    cloud.ecs.capacity('FARGATE_SPOT', true);
    await cloud.pass(120);

    expect(withoutCapacity).toBe(0);
    expect(actions(cloud)).toContainEqual({
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      reason: 'RESOURCE:FARGATE',
    });
    expect(running(cloud)).toHaveLength(1);
  });

  test('is INACTIVE once it has been deleted and its tasks are gone', async () => {
    const cloud = await aRunningService();
    const refused = cloud.ask('DeleteService', { cluster: 'prod', service: 'web' });
    await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterException' });

    await cloud.ask('DeleteService', { cluster: 'prod', service: 'web', force: true });
    await cloud.pass(300);

    const described = await cloud.ask('DescribeServices', { cluster: 'prod', services: ['web'] });
    const changed = cloud.ask('UpdateService', {
      cluster: 'prod',
      service: 'web',
      desiredCount: 1,
    });
    expect(described).toMatchObject({ services: [{ status: 'INACTIVE', runningCount: 0 }] });
    await expect(changed).rejects.toMatchObject({ code: 'ServiceNotActiveException' });
  });
});

describe('a deployment', () => {
  test('replaces tasks without ever having too few or too many', async () => {
    const cloud = await aRunningService({ desiredCount: 4 });
    await aFargateDefinition(cloud, 'web');

    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
    const seen: { healthy: number; wanted: number }[] = [];
    for (let second = 0; second < 240; second += 1) {
      await cloud.pass(1);
      const wanted = cloud.ecs.tasks().filter((task) => task.desiredStatus === 'RUNNING');
      const healthy = wanted.filter((task) => task.lastStatus === 'RUNNING');
      seen.push({ healthy: healthy.length, wanted: wanted.length });
    }

    expect(Math.min(...seen.map(({ healthy }) => healthy))).toBe(4);
    expect(Math.max(...seen.map(({ wanted }) => wanted))).toBe(8);
    expect(new Set(running(cloud).map((task) => task.definition.revision))).toEqual(new Set([2]));
  });

  test('makes room first where it may run no more than the desired count', async () => {
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 100 };
    const cloud = await aRunningService({ deploymentConfiguration });
    await aFargateDefinition(cloud, 'web');

    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
    let most = 0;
    for (let second = 0; second < 240; second += 1) {
      await cloud.pass(1);
      const wanted = cloud.ecs.tasks().filter((task) => task.desiredStatus === 'RUNNING');
      most = Math.max(most, wanted.length);
    }

    expect(most).toBe(2);
    expect(running(cloud).map((task) => task.definition.revision)).toEqual([2, 2]);
  });

  test('that fails is rolled back by the circuit breaker', async () => {
    const cloud = await aRunningService(breaker);
    const finishedBefore =
      (cloud.ecs.services()[0]?.serviceDeployments[0]?.finishedAt ?? 0) / 1_000;
    const image = cloud.ecr.uri('shop/web', '2.0.0');
    await aFargateDefinition(cloud, 'web', { container: { image } });

    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
    await cloud.pass(900);

    const [good = {}, , bad = {}] = cloud.told('ECS Deployment State Change');
    expect(cloud.told('ECS Deployment State Change').slice(2)).toMatchObject([
      { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', deploymentId: bad.deploymentId },
      {
        eventType: 'ERROR',
        eventName: 'SERVICE_DEPLOYMENT_FAILED',
        deploymentId: bad.deploymentId,
        reason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
      {
        eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
        deploymentId: good.deploymentId,
        reason: `ECS deployment circuit breaker: rolling back to deploymentId ${good.deploymentId}.`,
      },
      { eventName: 'SERVICE_DEPLOYMENT_COMPLETED', deploymentId: good.deploymentId },
    ]);
    expect(running(cloud).map((task) => task.definition.revision)).toEqual([1, 1]);
    const list = await cloud.ask('ListServiceDeployments', { cluster: 'prod', service: 'web' });
    expect(list).toMatchObject({
      serviceDeployments: [
        { status: 'ROLLBACK_SUCCESSFUL' },
        { status: 'SUCCESSFUL', finishedAt: finishedBefore },
      ],
    });
    const failed = cloud.ecs.tasks().filter(({ stopCode }) => stopCode === 'TaskFailedToStart');
    expect(failed.length).toBeGreaterThanOrEqual(3);
  });

  test('that fails with nothing to go back to stays FAILED and starts nothing more', async () => {
    const cloud = await aSmallCloud();
    const image = cloud.ecr.uri('shop/web', '2.0.0');
    await aFargateDefinition(cloud, 'web', { container: { image } });
    await aService(cloud, breaker);

    await cloud.pass(900);
    const tasks = cloud.ecs.tasks().length;
    await cloud.pass(7_200);

    expect(cloud.told('ECS Deployment State Change').at(-1)).toMatchObject({
      eventName: 'SERVICE_DEPLOYMENT_FAILED',
    });
    expect(cloud.ecs.tasks()).toHaveLength(tasks);
  });

  test.each([
    ['is not failed by tasks that got as far as RUNNING', { afterMs: 2_000 }, 'IN_PROGRESS'],
    ['is completed by tasks that stay', { afterMs: 60_000 }, 'COMPLETED'],
  ])('%s', async (_what, { afterMs }, rolloutState) => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    cloud.ecs.program({ family: 'web' }, { exits: { afterMs, code: 1 } });
    const deploymentCircuitBreaker = { enable: true, rollback: true, resetOnHealthyTask: false };
    await aService(cloud, { deploymentConfiguration: { deploymentCircuitBreaker } });

    await cloud.pass(1_800);

    const [deployment] = cloud.ecs.services()[0]?.deployments ?? [];
    expect(deployment).toMatchObject({ rolloutState, failedTasks: 0 });
  });

  test.each([
    ['forgives failures once a task is healthy', true, 'IN_PROGRESS'],
    ['forgives nothing where that is turned off', false, 'FAILED'],
  ])('%s', async (_what, resetOnHealthyTask, rolloutState) => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web');
    // Every second task never starts, the others crash as soon as they run.
    cloud.ecs.program({ family: 'web' }, ({ earlier }) =>
      earlier % 2 === 0 ? { cannotStart: 'no such file' } : { exits: { afterMs: 2_000, code: 1 } },
    );
    const deploymentCircuitBreaker = { enable: true, rollback: true, resetOnHealthyTask };
    await aService(cloud, {
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker },
    });

    await cloud.pass(1_800);

    expect(cloud.ecs.services()[0]?.deployments[0]).toMatchObject({ rolloutState });
  });

  test('that fails without a breaker is slowed down, and people are warned', async () => {
    const cloud = await aSmallCloud();
    const image = cloud.ecr.uri('shop/web', '2.0.0');
    await aFargateDefinition(cloud, 'web', { container: { image } });
    await aService(cloud, { desiredCount: 1 });

    await cloud.pass(3_600);
    const inTheFirstHour = cloud.ecs.tasks().length;
    await cloud.pass(3_600);
    const inTheSecond = cloud.ecs.tasks().length - inTheFirstHour;

    expect(inTheFirstHour).toBeGreaterThan(5);
    expect(inTheSecond).toBeLessThanOrEqual(3);
    expect(actions(cloud)).toContainEqual({
      eventName: 'SERVICE_TASK_START_IMPAIRED',
      reason: undefined,
    });
  });

  test('keeps all its tasks on the digest that the first one pulled', async () => {
    const cloud = await aRunningService();
    const [before] = running(cloud).map(({ containers }) => containers[0]?.imageDigest);
    cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0', content: 'two' });

    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', desiredCount: 3 });
    await cloud.pass(120);

    const digests = running(cloud).map(({ containers }) => containers[0]?.imageDigest);
    const [arn] = cloud.ecs.services().map(({ revision }) => revision.serviceRevisionArn);
    const described = await cloud.ask('DescribeServiceRevisions', { serviceRevisionArns: [arn] });
    expect(digests).toEqual([before, before, before]);
    expect(described).toMatchObject({
      serviceRevisions: [{ containerImages: [{ containerName: 'app', imageDigest: before }] }],
    });
  });

  test('is stopped by the user and goes back', async () => {
    const cloud = await aRunningService();
    await aFargateDefinition(cloud, 'web', {
      container: { image: cloud.ecr.uri('shop/web', '2') },
    });
    await cloud.ask('UpdateService', { cluster: 'prod', service: 'web', taskDefinition: 'web' });
    await cloud.pass(60);
    const [deployment] = cloud.ecs.services()[0]?.serviceDeployments ?? [];
    const { serviceDeploymentArn } = deployment ?? {};

    await cloud.ask('StopServiceDeployment', { serviceDeploymentArn });
    await cloud.pass(120);

    const described = await cloud.ask('DescribeServiceDeployments', {
      serviceDeploymentArns: [serviceDeploymentArn],
    });
    expect(described).toMatchObject({
      serviceDeployments: [{ status: 'ROLLBACK_SUCCESSFUL', rollback: expect.anything() }],
      failures: [],
    });
    expect(running(cloud).map((task) => task.definition.revision)).toEqual([1, 1]);
  });

  test('that is overtaken by the next one is STOPPED', async () => {
    const cloud = await aRunningService();
    const update = { cluster: 'prod', service: 'web', forceNewDeployment: true };
    await cloud.ask('UpdateService', update);
    await cloud.pass(5);

    await cloud.ask('UpdateService', update);
    await cloud.pass(300);

    const list = await cloud.ask('ListServiceDeployments', { cluster: 'prod', service: 'web' });
    expect(list).toMatchObject({
      serviceDeployments: [
        { status: 'SUCCESSFUL' },
        { status: 'STOPPED' },
        { status: 'SUCCESSFUL' },
      ],
    });
    expect(running(cloud)).toHaveLength(2);
  });
});

describe('DescribeServices', () => {
  test('tells deployments, counts and messages, and who is missing', async () => {
    const cloud = await aRunningService({ tags: [{ key: 'team', value: 'shop' }] });

    const answer = await cloud.ask('DescribeServices', {
      cluster: 'prod',
      services: ['web', 'nobody'],
      include: ['TAGS'],
    });

    expect(answer).toMatchObject({
      services: [
        {
          status: 'ACTIVE',
          desiredCount: 2,
          runningCount: 2,
          pendingCount: 0,
          schedulingStrategy: 'REPLICA',
          deploymentController: { type: 'ECS' },
          createdAt: 1_795_420_800,
          deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
          tags: [{ key: 'team', value: 'shop' }],
        },
      ],
      failures: [
        { arn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/nobody', reason: 'MISSING' },
      ],
    });
    expect(answer).toHaveProperty(
      'services.0.events.0.message',
      '(service web) has reached a steady state.',
    );
  });

  test('takes no more than ten', async () => {
    const cloud = await aSmallCloud();
    const services = Array.from({ length: 11 }, (_, index) => `service-${index}`);

    const refused = cloud.ask('DescribeServices', { cluster: 'prod', services });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });
});
