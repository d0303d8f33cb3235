import { describe, expect, test } from '@jest/globals';
import { aFargateDefinition, aSmallCloud, runOne } from '../../support/local-ecs.ts';

const logged = {
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/report', 'awslogs-stream-prefix': 'nightly' },
  },
};

describe('the life of a task', () => {
  test('goes through every status on its way up and down, each told once', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'report');
    const taskArn = await runOne(cloud, 'report');
    await cloud.pass(60);

    await cloud.ask('StopTask', { cluster: 'prod', task: taskArn, reason: 'enough' });
    await cloud.pass(120);

    const told = cloud.told('ECS Task State Change');
    expect(told.map((task) => `${task.desiredStatus} ${task.lastStatus}`)).toEqual([
      'RUNNING PROVISIONING',
      'RUNNING PENDING',
      'RUNNING ACTIVATING',
      'RUNNING RUNNING',
      'STOPPED RUNNING',
      'STOPPED DEACTIVATING',
      'STOPPED STOPPING',
      'STOPPED DEPROVISIONING',
      'STOPPED STOPPED',
    ]);
    expect(told.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('ends in an event with everything that AWS tells', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'report');
    cloud.ecs.program({ family: 'report' }, { exits: { afterMs: 5_000, code: 1 } });
    const taskArn = await runOne(cloud, 'report', {
      overrides: { containerOverrides: [{ name: 'app', command: ['nightly'] }] },
      startedBy: 'events-rule/nightly',
    });

    await cloud.pass(300);

    const iso = expect.stringMatching(/^2026-11-23T08:0\d:\d\d\.\d{3}Z$/);
    expect(cloud.told('ECS Task State Change').at(-1)).toEqual({
      attachments: [
        {
          id: expect.any(String),
          type: 'eni',
          status: 'DELETED',
          details: expect.arrayContaining([
            { name: 'subnetId', value: 'subnet-a' },
            { name: 'privateIPv4Address', value: '10.0.0.4' },
          ]),
        },
      ],
      attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
      availabilityZone: 'eu-west-1a',
      clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod',
      connectivity: 'CONNECTED',
      connectivityAt: iso,
      containers: [
        {
          containerArn: expect.stringContaining(':container/prod/'),
          taskArn,
          name: 'app',
          image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0.0',
          imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          runtimeId: expect.stringContaining('-'),
          lastStatus: 'STOPPED',
          exitCode: 1,
          cpu: '0',
          networkInterfaces: [{ attachmentId: expect.any(String), privateIpv4Address: '10.0.0.4' }],
        },
      ],
      cpu: '256',
      memory: '512',
      createdAt: iso,
      desiredStatus: 'STOPPED',
      enableExecuteCommand: false,
      ephemeralStorage: { sizeInGiB: 20 },
      executionStoppedAt: iso,
      group: 'family:report',
      lastStatus: 'STOPPED',
      launchType: 'FARGATE',
      overrides: { containerOverrides: [{ name: 'app', command: ['nightly'] }] },
      platformFamily: 'Linux',
      platformVersion: '1.4.0',
      pullStartedAt: iso,
      pullStoppedAt: iso,
      startedAt: iso,
      startedBy: 'events-rule/nightly',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      stoppedAt: iso,
      stoppingAt: iso,
      taskArn,
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/report:1',
      updatedAt: iso,
      version: 9,
    });
  });

  test('writes what its program writes to the stream that awslogs would make', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'report', { container: logged });
    const behaviour = { writes: ['started', 'gone'], exits: { afterMs: 1_000, code: 0 } };
    cloud.ecs.program({ family: 'report' }, behaviour);

    const taskArn = await runOne(cloud, 'report');
    await cloud.pass(120);

    const stream = `/ecs/report nightly/app/${taskArn.split('/').at(-1)}`;
    expect(cloud.logLines).toEqual([`${stream} started`, `${stream} gone`]);
  });

  test('lets a program differ from one start to the next', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'report');
    cloud.ecs.program({ family: 'report' }, ({ earlier }) => ({
      exits: { afterMs: 1_000, code: earlier === 0 ? 1 : 0 },
    }));

    await runOne(cloud, 'report');
    await cloud.pass(120);
    await runOne(cloud, 'report');
    await cloud.pass(120);

    const codes = cloud.ecs.tasks().map(({ containers }) => containers[0]?.exitCode);
    expect(codes).toEqual([1, 0]);
  });

  test('is described for an hour after its end, then forgotten', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'report');
    cloud.ecs.program({ family: 'report' }, { exits: { afterMs: 1_000, code: 0 } });
    const taskArn = await runOne(cloud, 'report', { tags: [{ key: 'team', value: 'shop' }] });
    await cloud.pass(3_600);

    const soon = await cloud.ask('DescribeTasks', {
      cluster: 'prod',
      tasks: [taskArn],
      include: ['TAGS'],
    });
    await cloud.pass(600);
    const late = await cloud.ask('DescribeTasks', { cluster: 'prod', tasks: [taskArn] });

    expect(soon).toMatchObject({
      tasks: [
        {
          lastStatus: 'STOPPED',
          createdAt: 1_795_420_800,
          tags: [{ key: 'team', value: 'shop' }],
          attachments: [{ type: 'ElasticNetworkInterface' }],
        },
      ],
    });
    expect(late).toEqual({ tasks: [], failures: [{ arn: taskArn, reason: 'MISSING' }] });
  });
});

describe('containers of one task', () => {
  const image = 'docker.io/library/busybox';

  test('start in the order that dependsOn asks for', async () => {
    const cloud = await aSmallCloud();
    const others = [
      { name: 'migrate', image, essential: false },
      {
        name: 'proxy',
        image,
        essential: true,
        healthCheck: { command: ['CMD', 'ok'], interval: 10 },
      },
    ];
    const dependsOn = [
      { containerName: 'migrate', condition: 'SUCCESS' },
      { containerName: 'proxy', condition: 'HEALTHY' },
    ];
    await aFargateDefinition(cloud, 'web', { others, container: { dependsOn } });
    cloud.ecs.program({ container: 'migrate' }, { exits: { afterMs: 3_000, code: 0 } });

    await runOne(cloud, 'web');
    await cloud.pass(90);

    const [task] = cloud.ecs.tasks();
    const startedAt = (name: string) =>
      task?.containers.find(({ definition }) => definition.name === name)?.startedAt ?? 0;
    expect(task?.lastStatus).toBe('RUNNING');
    expect(startedAt('app')).toBeGreaterThanOrEqual(startedAt('migrate') + 3_000);
    expect(startedAt('app')).toBeGreaterThanOrEqual(startedAt('proxy') + 10_000);
  });

  test('never start when what they need failed', async () => {
    const cloud = await aSmallCloud();
    const others = [{ name: 'migrate', image, essential: false }];
    const dependsOn = [{ containerName: 'migrate', condition: 'SUCCESS' }];
    await aFargateDefinition(cloud, 'web', { others, container: { dependsOn } });
    cloud.ecs.program({ container: 'migrate' }, { exits: { afterMs: 3_000, code: 2 } });

    await runOne(cloud, 'web');
    await cloud.pass(120);

    const [task] = cloud.ecs.tasks();
    expect(task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
    expect(task?.containers.map(({ exitCode }) => exitCode)).toEqual([undefined, 2]);
  });

  test('take the task with them only when they are essential', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web', {
      others: [{ name: 'helper', image, essential: false }],
    });
    const taskArn = await runOne(cloud, 'web');
    await cloud.pass(60);

    cloud.ecs.crash(taskArn, 'helper', { exitCode: 1 });
    const [afterHelper] = cloud.ecs.tasks().map(({ desiredStatus }) => desiredStatus);
    cloud.ecs.crash(taskArn, 'app', { exitCode: 139 });
    await cloud.pass(60);

    expect(afterHelper).toBe('RUNNING');
    expect(cloud.ecs.tasks()[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
    });
  });

  test('come back by their restart policy once they have run long enough', async () => {
    const cloud = await aSmallCloud();
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    await aFargateDefinition(cloud, 'web', { container: { restartPolicy } });
    cloud.ecs.program({ family: 'web' }, ({ earlier }) => ({
      exits: { afterMs: earlier < 2 ? 90_000 : 20_000, code: 1 },
    }));

    await runOne(cloud, 'web');
    await cloud.pass(400);

    const [task] = cloud.ecs.tasks();
    expect(task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
    expect(task?.containers[0]?.restartCount).toBe(2);
  });

  test('are stopped after those that depend on them', async () => {
    const cloud = await aSmallCloud();
    const others = [{ name: 'proxy', image, essential: true }];
    const dependsOn = [{ containerName: 'proxy', condition: 'START' }];
    await aFargateDefinition(cloud, 'web', { others, container: { dependsOn, stopTimeout: 20 } });
    cloud.ecs.program({ container: 'app' }, { onSigterm: { afterMs: 15_000, code: 0 } });
    const taskArn = await runOne(cloud, 'web');
    await cloud.pass(60);

    await cloud.ask('StopTask', { cluster: 'prod', task: taskArn });
    await cloud.pass(12);
    const early = cloud.ecs.tasks()[0]?.containers.map(({ lastStatus }) => lastStatus);
    await cloud.pass(60);

    expect(early).toEqual(['RUNNING', 'RUNNING']);
    const codes = cloud.ecs.tasks()[0]?.containers.map(({ exitCode }) => exitCode);
    expect(codes).toEqual([0, 143]);
  });

  test('are killed with 137 when they take too long over SIGTERM', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web', { container: { stopTimeout: 20 } });
    cloud.ecs.program({ family: 'web' }, { onSigterm: { afterMs: 25_000, code: 0 } });
    const taskArn = await runOne(cloud, 'web');
    await cloud.pass(60);

    await cloud.ask('StopTask', { cluster: 'prod', task: taskArn });
    await cloud.pass(60);

    expect(cloud.ecs.tasks()[0]?.containers[0]).toMatchObject({ exitCode: 137 });
  });

  test('are killed with 137 when they do not heed SIGTERM in time', async () => {
    const cloud = await aSmallCloud();
    await aFargateDefinition(cloud, 'web', { container: { stopTimeout: 20 } });
    cloud.ecs.program({ family: 'web' }, { onSigterm: 'ignores' });
    const taskArn = await runOne(cloud, 'web');
    await cloud.pass(60);

    await cloud.ask('StopTask', { cluster: 'prod', task: taskArn });
    await cloud.pass(15);
    const [early] = cloud.ecs.tasks().map(({ containers }) => containers[0]?.lastStatus);
    await cloud.pass(60);

    expect(early).toBe('RUNNING');
    expect(cloud.ecs.tasks()[0]?.containers[0]).toMatchObject({ exitCode: 137 });
  });
});
