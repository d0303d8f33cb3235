import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Task } from '../cloud/ecs/state/model.ts';
import type { Body } from '../cloud/types.ts';
import { openStage, type Stage } from '../stage.ts';
import { agentDefinition, fargateDefinition } from './definitions.ts';

/** The voting app: vote, result, worker, redis and db on Fargate, a daemon on EC2, a scheduled tally, and reports. */
export type Town = Stage & {
  readonly pass: (durationMs: number) => Promise<void>;
  /** Registers a revision of a service with this version of its image, and deploys it. */
  readonly deploy: (service: string, version: string) => Promise<void>;
  /** Registers a revision with this version of its image, and no more. */
  readonly define: (family: string, version: string) => Promise<void>;
  /** Has somebody run a report; answers the task's ARN. */
  readonly runReport: () => Promise<string>;
  /** Newest last. */
  readonly tasksOf: (family: string) => readonly Task[];
};

export const minute = 60_000;

const cluster = 'voting';
const network = {
  awsvpcConfiguration: {
    subnets: ['subnet-0a11', 'subnet-0b22'],
    securityGroups: ['sg-0c33'],
    assignPublicIp: 'DISABLED',
  },
};
const services: readonly (readonly [name: string, count: number, port?: number])[] = [
  ['redis', 1, 6379],
  ['db', 1, 5432],
  ['worker', 2],
  ['vote', 3, 80],
  ['result', 1, 80],
];
const config = resolve(import.meta.dirname, '../../examples/voting-app.yml');

export async function openTown(seed: number): Promise<Town> {
  const stage = await openStage({
    seed,
    start: '2026-03-03T08:50:00Z',
    config: readFileSync(config, 'utf8'),
  });
  const town = townOn(stage);
  await found(town);
  return town;
}

function townOn(stage: Stage): Town {
  const { cloud, call } = stage;
  return {
    ...stage,
    pass: (durationMs) => cloud.time.pass(durationMs),
    deploy: async (service, version) => {
      await register(stage, service, version);
      await call('ecs', 'UpdateService', { cluster, service, taskDefinition: service });
    },
    define: (family, version) => register(stage, family, version),
    runReport: async () => {
      await call('ecs', 'RunTask', {
        cluster,
        taskDefinition: 'report',
        launchType: 'FARGATE',
        networkConfiguration: network,
        startedBy: 'maria',
      });
      const newest = cloud.ecs.tasks({ family: 'report' }).at(-1);
      if (!newest) throw new Error('no report was started');
      return newest.taskArn;
    },
    tasksOf: (family) => cloud.ecs.tasks({ family }),
  };
}

async function register({ cloud, call }: Stage, family: string, version: string): Promise<void> {
  const image = cloud.ecr.uri(`voting/${family}`, version);
  const port = services.find(([name]) => name === family)?.[2];
  const definition =
    family === 'agent'
      ? agentDefinition(image)
      : fargateDefinition({ family, image, ...(port === undefined ? {} : { port }) });
  await call('ecs', 'RegisterTaskDefinition', definition);
}

async function found(town: Town): Promise<void> {
  const { cloud, call } = town;
  await call('ecs', 'CreateCluster', { clusterName: cluster });
  await call('ecs', 'PutClusterCapacityProviders', {
    cluster,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  });
  for (const family of [...services.map(([name]) => name), 'agent', 'tally', 'report']) {
    cloud.logs.createGroup(`/ecs/${family}`);
    cloud.ecr.push({ repository: `voting/${family}`, tag: '1.0.0' });
    await register(town, family, '1.0.0');
  }
  for (const [name, count, port] of services) await createService(town, name, count, port);
  cloud.ecs.hosts.add({ cluster, ec2InstanceId: 'i-0aaaaaaaaaaaaaaa1' });
  cloud.ecs.hosts.add({ cluster, ec2InstanceId: 'i-0bbbbbbbbbbbbbbb2' });
  await call('ecs', 'CreateService', {
    cluster,
    serviceName: 'agent',
    taskDefinition: 'agent',
    launchType: 'EC2',
    schedulingStrategy: 'DAEMON',
  });
  await scheduleTally(town);
}

/** The voters' own service is one that goes back by itself. */
const deploymentCircuitBreaker = { enable: true, rollback: true };

async function createService(
  { call }: Town,
  name: string,
  desiredCount: number,
  port?: number,
): Promise<void> {
  const targetGroupArn = `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/0123456789abcdef`;
  const loadBalancers: Body[] =
    port === 80 ? [{ targetGroupArn, containerName: name, containerPort: 80 }] : [];
  await call('ecs', 'CreateService', {
    cluster,
    serviceName: name,
    taskDefinition: name,
    desiredCount,
    launchType: 'FARGATE',
    networkConfiguration: network,
    loadBalancers,
    ...(name === 'vote' ? { deploymentConfiguration: { deploymentCircuitBreaker } } : {}),
    serviceRegistries: [
      { registryArn: `arn:aws:servicediscovery:us-east-1:123456789012:service/srv-${name}` },
    ],
  });
}

/** Counts the votes every half hour, on Spot. */
async function scheduleTally({ cloud, call }: Town): Promise<void> {
  const { account } = cloud.kernel;
  await call('scheduler', 'CreateSchedule', {
    Name: 'tally',
    ScheduleExpression: 'cron(0/30 * * * ? *)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: `arn:aws:ecs:us-east-1:${account}:cluster/${cluster}`,
      RoleArn: `arn:aws:iam::${account}:role/tally-schedule`,
      EcsParameters: {
        TaskDefinitionArn: `arn:aws:ecs:us-east-1:${account}:task-definition/tally`,
        CapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
        NetworkConfiguration: {
          awsvpcConfiguration: {
            Subnets: network.awsvpcConfiguration.subnets,
            SecurityGroups: network.awsvpcConfiguration.securityGroups,
            AssignPublicIp: 'DISABLED',
          },
        },
      },
    },
  });
}
