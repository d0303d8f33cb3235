import { describe, expect, test } from '@jest/globals';
import { refusing } from '../support/aws-wire.ts';
import { worldAnswering } from '../support/world.ts';

const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod';
const service = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';
const task = 'arn:aws:ecs:eu-west-1:123456789012:task/prod/0123';

describe('a task definition', () => {
  test('is described with its tags', async () => {
    const { world, sent } = worldAnswering({
      body: {
        taskDefinition: {
          taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/report:7',
          family: 'report',
          revision: 7,
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [
            {
              name: 'report',
              image: 'report:1',
              essential: true,
              command: ['run'],
              environment: [{ name: 'DAY', value: 'today' }],
              logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/report' } },
            },
            { name: 'sidecar', image: 'envoy:1', essential: false, memory: 64 },
          ],
        },
        tags: [{ key: 'deckhand:restart', value: 'off' }],
      },
    });

    const definition = await world.ecs.describeTaskDefinition('report:7');

    expect(sent).toMatchObject([
      {
        action: 'ecs:DescribeTaskDefinition',
        body: { taskDefinition: 'report:7', include: ['TAGS'] },
      },
    ]);
    expect(definition).toEqual({
      known: true,
      value: {
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/report:7',
        family: 'report',
        revision: 7,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containers: [
          {
            name: 'report',
            image: 'report:1',
            essential: true,
            command: ['run'],
            environment: [{ name: 'DAY', value: 'today' }],
            logDriver: 'awslogs',
            logOptions: { 'awslogs-group': '/report' },
          },
          {
            name: 'sidecar',
            image: 'envoy:1',
            essential: false,
            memory: 64,
            environment: [],
            logOptions: {},
          },
        ],
        tags: { 'deckhand:restart': 'off' },
      },
    });
  });

  test('that does not exist is known to be none', async () => {
    const { world } = worldAnswering(
      refusing('ClientException', 'Unable to describe task definition.'),
    );

    const definition = await world.ecs.describeTaskDefinition('gone:1');

    expect(definition).toEqual({ known: true, value: null });
  });

  test('that we may not look at is unknown, naming the permission', async () => {
    const { world } = worldAnswering(refusing('AccessDeniedException', 'User is not authorized'));

    const definition = await world.ecs.describeTaskDefinition('report:7');

    expect(definition).toEqual({
      known: false,
      why: expect.stringContaining('not allowed to call ecs:DescribeTaskDefinition'),
    });
  });
});

describe('the task that somebody started', () => {
  test('is found by startedBy, and described', async () => {
    const { world, sent } = worldAnswering(
      { body: { taskArns: [task] } },
      { body: { tasks: [{ lastStatus: 'RUNNING' }] } },
    );

    const status = await world.ecs.statusOf(cluster, 'deckhand/0123/1');

    expect(status).toEqual({ known: true, value: 'RUNNING' });
    expect(sent).toMatchObject([
      { action: 'ecs:ListTasks', body: { cluster, startedBy: 'deckhand/0123/1' } },
      { action: 'ecs:DescribeTasks', body: { cluster, tasks: [task] } },
    ]);
  });

  test.each([
    { why: 'it has stopped', reply: { body: { taskArns: [] } } },
    {
      why: 'its cluster is gone',
      reply: refusing('ClusterNotFoundException', 'Cluster not found.'),
    },
  ])('is known to be none when $why, in one call', async ({ reply }) => {
    const { world, sent } = worldAnswering(reply);

    const status = await world.ecs.statusOf(cluster, 'deckhand/0123/1');

    expect(status).toEqual({ known: true, value: null });
    expect(sent).toHaveLength(1);
  });
});

describe('a service', () => {
  test('is described with its deployments and tags; what ECS leaves out is what ECS defaults to', async () => {
    const { world, sent } = worldAnswering({
      body: {
        services: [
          {
            serviceArn: service,
            serviceName: 'web',
            clusterArn: cluster,
            status: 'ACTIVE',
            taskDefinition: 'web:8',
            desiredCount: 2,
            runningCount: 1,
            deployments: [
              {
                id: 'ecs-svc/2',
                status: 'PRIMARY',
                taskDefinition: 'web:8',
                rolloutState: 'FAILED',
              },
              { id: 'ecs-svc/1', status: 'ACTIVE', taskDefinition: 'web:7' },
            ],
            tags: [{ key: 'team', value: 'shop' }],
          },
        ],
      },
    });

    const described = await world.ecs.describeService(cluster, service);

    expect(sent).toMatchObject([
      { action: 'ecs:DescribeServices', body: { cluster, services: [service], include: ['TAGS'] } },
    ]);
    expect(described).toEqual({
      known: true,
      value: {
        serviceArn: service,
        serviceName: 'web',
        clusterArn: cluster,
        status: 'ACTIVE',
        taskDefinition: 'web:8',
        desiredCount: 2,
        runningCount: 1,
        pendingCount: 0,
        schedulingStrategy: 'REPLICA',
        deploymentController: 'ECS',
        strategy: 'ROLLING',
        circuitBreaker: false,
        deployments: [
          { id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: 'web:8', rolloutState: 'FAILED' },
          { id: 'ecs-svc/1', status: 'ACTIVE', taskDefinition: 'web:7' },
        ],
        tags: { team: 'shop' },
      },
    });
  });

  test('runs what its primary task set does, where CodeDeploy or somebody else deploys it', async () => {
    const taskSets = [
      { id: 'ecs-svc/2', status: 'ACTIVE', taskDefinition: 'web:9' },
      { id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: 'web:8' },
    ];
    const { world } = worldAnswering({ body: { services: [{ serviceArn: service, taskSets }] } });

    const described = await world.ecs.describeService(cluster, service);
    const swept = await world.deployments.describe(cluster, [service]);

    expect(described).toMatchObject({ value: { taskDefinition: 'web:8' } });
    expect(swept).toMatchObject({ value: [{ taskDefinition: 'web:8' }] });
  });

  test('that is missing is known to be none', async () => {
    const { world } = worldAnswering({ body: { failures: [{ reason: 'MISSING' }] } });

    const described = await world.ecs.describeService(cluster, service);

    expect(described).toEqual({ known: true, value: null });
  });

  test('is updated with what changes, and nothing else', async () => {
    const { world, sent } = worldAnswering({});

    await world.ecs.updateService({ clusterArn: cluster, serviceArn: service, desiredCount: 0 });

    expect(sent.map(({ action, body }) => ({ action, body }))).toEqual([
      { action: 'ecs:UpdateService', body: { cluster, service, desiredCount: 0 } },
    ]);
  });

  test('that refuses its update is BadInput, with ECS’s own words', async () => {
    const { world } = worldAnswering(
      refusing('ServiceNotActiveException', 'Service was not ACTIVE.'),
    );

    const updating = world.ecs.updateService({ clusterArn: cluster, serviceArn: service });

    await expect(updating).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining('Service was not ACTIVE.'),
    });
  });
});

describe('successful deployments', () => {
  const deployment = (id: number, revision: number) => ({
    serviceDeploymentArn: `deployment-${id}`,
    status: 'SUCCESSFUL',
    targetServiceRevisionArn: `revision-${revision}`,
    createdAt: Date.parse(`2026-03-0${id}T00:00:00Z`) / 1_000,
  });

  test('come newest first, with the task definition of each, in two calls', async () => {
    const { world, sent } = worldAnswering(
      { body: { serviceDeployments: [deployment(1, 1), deployment(3, 1), deployment(2, 2)] } },
      {
        body: {
          serviceRevisions: [
            { serviceRevisionArn: 'revision-1', taskDefinition: 'web:7' },
            { serviceRevisionArn: 'revision-2', taskDefinition: 'web:8' },
          ],
        },
      },
    );

    const deployments = await world.ecs.listSuccessfulDeployments(cluster, service);

    expect(deployments).toMatchObject({
      known: true,
      value: [
        { serviceDeploymentArn: 'deployment-3', taskDefinition: 'web:7' },
        { serviceDeploymentArn: 'deployment-2', taskDefinition: 'web:8' },
        {
          serviceDeploymentArn: 'deployment-1',
          taskDefinition: 'web:7',
          createdAt: '2026-03-01T00:00:00.000Z',
        },
      ],
    });
    expect(sent).toMatchObject([
      { action: 'ecs:ListServiceDeployments', body: { service, status: ['SUCCESSFUL'] } },
      {
        action: 'ecs:DescribeServiceRevisions',
        body: { serviceRevisionArns: ['revision-1', 'revision-2'] },
      },
    ]);
  });

  test('are known to be none without a second call', async () => {
    const { world, sent } = worldAnswering({ body: { serviceDeployments: [] } });

    const deployments = await world.ecs.listSuccessfulDeployments(cluster, service);

    expect(deployments).toEqual({ known: true, value: [] });
    expect(sent).toHaveLength(1);
  });

  test('are unknown when their revisions may not be looked at', async () => {
    const { world } = worldAnswering(
      { body: { serviceDeployments: [deployment(1, 1)] } },
      refusing('AccessDeniedException', 'not authorized'),
    );

    const deployments = await world.ecs.listSuccessfulDeployments(cluster, service);

    expect(deployments).toMatchObject({
      known: false,
      why: expect.stringContaining('ecs:DescribeServiceRevisions'),
    });
  });
});
