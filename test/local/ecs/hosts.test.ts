import { describe, expect, test } from '@jest/globals';
import type { Body } from '../../../local/cloud/types.ts';
import { aSmallCloud, type SmallCloud } from '../../support/local-ecs.ts';

const image = 'docker.io/library/nginx';

async function aHostDefinition({ ask }: SmallCloud, family: string, more: Body = {}) {
  await ask('RegisterTaskDefinition', {
    family,
    networkMode: 'bridge',
    containerDefinitions: [{ name: 'app', image, cpu: 256, memory: 512, ...more }],
  });
}

async function aCloudWithHosts(count: number) {
  const cloud = await aSmallCloud();
  await aHostDefinition(cloud, 'agent');
  const hosts = Array.from({ length: count }, (_, index) =>
    cloud.ecs.hosts.add({
      cluster: 'prod',
      ec2InstanceId: `i-${index}`,
      cpu: 1_024,
      memory: 1_024,
    }),
  );
  return { cloud, hosts };
}

const run = (cloud: SmallCloud, more: Body = {}) =>
  cloud.ask('RunTask', { cluster: 'prod', taskDefinition: 'agent', launchType: 'EC2', ...more });

describe('a task on EC2', () => {
  test('starts without a network interface and is reached at a port of its host', async () => {
    const { cloud, hosts } = await aCloudWithHosts(1);
    await aHostDefinition(cloud, 'agent', { portMappings: [{ containerPort: 80 }] });

    await run(cloud);
    await cloud.pass(60);

    const statuses = cloud.told('ECS Task State Change').map(({ lastStatus }) => lastStatus);
    expect(statuses).toEqual(['PENDING', 'RUNNING']);
    expect(cloud.told('ECS Task State Change').at(-1)).toMatchObject({
      launchType: 'EC2',
      containerInstanceArn: hosts[0]?.containerInstanceArn,
      attachments: [],
      cpu: '256',
      memory: '512',
      containers: [{ networkBindings: [{ containerPort: 80, hostPort: expect.any(Number) }] }],
    });
    expect(cloud.told('ECS Task State Change').at(-1)).not.toHaveProperty('platformVersion');
  });

  test.each([
    ['memory', { memory: 4_096 }, 'RESOURCE:MEMORY'],
    ['CPU units', { cpu: 2_048 }, 'RESOURCE:CPU'],
  ])('finds no room without %s', async (_what, container, reason) => {
    const { cloud, hosts } = await aCloudWithHosts(1);
    await aHostDefinition(cloud, 'agent', container);

    const answer = await run(cloud);

    const arn = hosts[0]?.containerInstanceArn;
    expect(answer).toEqual({ tasks: [], failures: [{ arn, reason }] });
  });

  test('finds no room where its port is taken, or the agent is gone', async () => {
    const { cloud } = await aCloudWithHosts(1);
    await aHostDefinition(cloud, 'agent', { portMappings: [{ containerPort: 80, hostPort: 80 }] });
    await run(cloud);

    const taken = await run(cloud);
    cloud.ecs.hosts.connect('i-0', false);
    const disconnected = await run(cloud);

    expect(taken).toMatchObject({ tasks: [], failures: [{ reason: 'RESOURCE:PORTS' }] });
    expect(disconnected).toMatchObject({ tasks: [], failures: [{ reason: 'AGENT' }] });
  });

  test('has room again once another has stopped', async () => {
    const { cloud } = await aCloudWithHosts(1);
    cloud.ecs.program({ family: 'agent' }, { exits: { afterMs: 10_000, code: 0 } });
    const first = await run(cloud, { count: 3 });
    await cloud.pass(120);

    const second = await run(cloud, { count: 2 });

    expect(first).toMatchObject({ tasks: [{}, {}], failures: [{ reason: 'RESOURCE:MEMORY' }] });
    expect(second).toMatchObject({ tasks: [{}, {}], failures: [] });
  });

  test.each([
    ['terminate', 'Host EC2 (instance i-0) terminated.'],
    ['stop', 'Host EC2 (instance i-0) stopped.'],
    ['deregister', 'Container instance deregistration forced by user'],
  ] as const)('goes down with its host: %s', async (how, stoppedReason) => {
    const { cloud } = await aCloudWithHosts(1);
    await run(cloud);
    await cloud.pass(60);

    cloud.ecs.hosts[how]('i-0');

    expect(cloud.told('ECS Task State Change').at(-1)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason,
    });
  });

  test('that cannot be pulled says so in its container, as Docker does', async () => {
    const { cloud } = await aCloudWithHosts(1);
    const missing = cloud.ecr.uri('shop/nothing', '1');
    await aHostDefinition(cloud, 'agent', { image: missing });

    await run(cloud);
    await cloud.pass(60);

    expect(cloud.told('ECS Task State Change').at(-1)).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      containers: [
        {
          reason:
            'CannotPullContainerError: Error response from daemon: repository ' +
            '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/nothing not found: name unknown: ' +
            "The repository with name 'shop/nothing' does not exist in the registry with id '123456789012'",
        },
      ],
    });
  });

  test('runs on an External host when asked to', async () => {
    const { cloud } = await aCloudWithHosts(1);
    cloud.ecs.hosts.add({ cluster: 'prod', launchType: 'EXTERNAL' });

    const answer = await run(cloud, { launchType: 'EXTERNAL' });

    expect(answer).toMatchObject({ tasks: [{ launchType: 'EXTERNAL' }] });
  });
});

describe('a daemon service', () => {
  const daemon = {
    cluster: 'prod',
    serviceName: 'agent',
    taskDefinition: 'agent',
    launchType: 'EC2',
    schedulingStrategy: 'DAEMON',
  };

  test('has one task on every host, those that come later too', async () => {
    const { cloud } = await aCloudWithHosts(2);
    await cloud.ask('CreateService', daemon);
    await cloud.pass(60);

    cloud.ecs.hosts.add({ cluster: 'prod', ec2InstanceId: 'i-new' });
    await cloud.pass(60);

    const on = cloud.ecs
      .tasks({ lastStatus: 'RUNNING' })
      .map(({ instance }) => instance?.ec2InstanceId);
    expect(on.toSorted()).toEqual(['i-0', 'i-1', 'i-new']);
    expect(cloud.ecs.services()[0]).toMatchObject({ desiredCount: 3, steady: true });
  });

  test('leaves a host that is drained', async () => {
    const { cloud, hosts } = await aCloudWithHosts(2);
    await cloud.ask('CreateService', daemon);
    await cloud.pass(60);

    await cloud.ask('UpdateContainerInstancesState', {
      cluster: 'prod',
      containerInstances: [hosts[0]?.containerInstanceArn],
      status: 'DRAINING',
    });
    await cloud.pass(60);

    const on = cloud.ecs
      .tasks({ lastStatus: 'RUNNING' })
      .map(({ instance }) => instance?.ec2InstanceId);
    expect(on).toEqual(['i-1']);
    expect(cloud.told('ECS Container Instance State Change').at(-1)).toMatchObject({
      ec2InstanceId: 'i-0',
      status: 'DRAINING',
      version: 2,
    });
  });

  test('replaces its tasks by those of the next revision', async () => {
    const { cloud } = await aCloudWithHosts(2);
    await cloud.ask('CreateService', daemon);
    await cloud.pass(60);
    await aHostDefinition(cloud, 'agent');

    await cloud.ask('UpdateService', {
      cluster: 'prod',
      service: 'agent',
      taskDefinition: 'agent',
    });
    await cloud.pass(120);

    const revisions = cloud.ecs
      .tasks({ lastStatus: 'RUNNING' })
      .map((task) => task.definition.revision);
    expect(revisions).toEqual([2, 2]);
    expect(cloud.told('ECS Deployment State Change').at(-1)).toMatchObject({
      eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
    });
  });
});

describe('a service on hosts', () => {
  test('says which host had what too little', async () => {
    const { cloud, hosts } = await aCloudWithHosts(1);
    await cloud.ask('CreateService', {
      cluster: 'prod',
      serviceName: 'web',
      taskDefinition: 'agent',
      launchType: 'EC2',
      desiredCount: 3,
    });

    await cloud.pass(30);

    const id = hosts[0]?.containerInstanceArn.split('/').at(-1);
    expect(cloud.told('ECS Service Action')[0]).toMatchObject({
      eventType: 'ERROR',
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      reason: 'RESOURCE:MEMORY',
      containerInstanceArns: [hosts[0]?.containerInstanceArn],
    });
    expect(cloud.ecs.services()[0]?.events.map(({ message }) => message)).toContain(
      '(service web) was unable to place a task because no container instance met all of its requirements. ' +
        `The closest matching (container-instance ${id}) has insufficient memory available.`,
    );
  });

  test('moves to other hosts when one is drained', async () => {
    const { cloud, hosts } = await aCloudWithHosts(2);
    await cloud.ask('CreateService', {
      cluster: 'prod',
      serviceName: 'web',
      taskDefinition: 'agent',
      launchType: 'EC2',
      desiredCount: 2,
    });
    await cloud.pass(60);

    await cloud.ask('UpdateContainerInstancesState', {
      cluster: 'prod',
      containerInstances: [hosts[0]?.containerInstanceArn],
      status: 'DRAINING',
    });
    await cloud.pass(120);

    const on = cloud.ecs
      .tasks({ lastStatus: 'RUNNING' })
      .map(({ instance }) => instance?.ec2InstanceId);
    expect(on).toEqual(['i-1', 'i-1']);
  });
});

describe('container instances', () => {
  test('are described with what is left of them', async () => {
    const { cloud, hosts } = await aCloudWithHosts(1);
    await run(cloud);
    const list = await cloud.ask('ListContainerInstances', { cluster: 'prod' });

    const described = await cloud.ask('DescribeContainerInstances', {
      cluster: 'prod',
      containerInstances: list.containerInstanceArns,
    });

    expect(list).toEqual({ containerInstanceArns: [hosts[0]?.containerInstanceArn] });
    expect(described).toMatchObject({
      containerInstances: [
        {
          ec2InstanceId: 'i-0',
          status: 'ACTIVE',
          agentConnected: true,
          pendingTasksCount: 1,
          remainingResources: [
            { name: 'CPU', integerValue: 768 },
            { name: 'MEMORY', integerValue: 512 },
            { name: 'PORTS' },
            { name: 'PORTS_UDP' },
          ],
        },
      ],
    });
  });

  test('take a task by name with StartTask', async () => {
    const { cloud, hosts } = await aCloudWithHosts(2);

    const answer = await cloud.ask('StartTask', {
      cluster: 'prod',
      taskDefinition: 'agent',
      containerInstances: [hosts[1]?.containerInstanceArn, 'nobody'],
    });

    expect(answer).toMatchObject({
      tasks: [{ containerInstanceArn: hosts[1]?.containerInstanceArn }],
      failures: [{ arn: 'nobody', reason: 'MISSING' }],
    });
  });
});
