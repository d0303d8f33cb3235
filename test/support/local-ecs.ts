import { createEcr, type LocalEcr } from '../../local/cloud/ecr/index.ts';
import { createEcs, type LocalEcs } from '../../local/cloud/ecs/index.ts';
import type { Body } from '../../local/cloud/types.ts';
import { aKernel, call, type TestKernel } from './kernel.ts';

/** The local ECS and ECR by themselves: cluster `prod`, subnets `subnet-a` and `subnet-b`, repository `shop/web`. */
export type SmallCloud = {
  readonly kernel: TestKernel;
  readonly ecs: LocalEcs;
  readonly ecr: LocalEcr;
  /** `group stream line`, in order of being written. */
  readonly logLines: readonly string[];
  readonly ask: (action: string, input: Body) => Promise<Body>;
  /** The details of all events of this type, oldest first. */
  readonly told: (detailType: string) => readonly Body[];
  readonly pass: (seconds: number) => Promise<void>;
};

export async function aSmallCloud(
  options: {
    readonly seed?: number;
    readonly logGroupExists?: (group: string) => boolean;
    readonly isInAlarm?: (alarmName: string) => boolean;
  } = {},
): Promise<SmallCloud> {
  const kernel = aKernel(options.seed);
  const ecr = createEcr(kernel);
  const logLines: string[] = [];
  const { logGroupExists, isInAlarm } = options;
  const ecs = createEcs(kernel, {
    ecr,
    log: (group, stream, line) => logLines.push(`${group} ${stream} ${line}`),
    ...(logGroupExists ? { logGroupExists } : {}),
    ...(isInAlarm ? { isInAlarm } : {}),
    network: {
      subnets: {
        'subnet-a': { availabilityZone: 'eu-west-1a' },
        'subnet-b': { availabilityZone: 'eu-west-1b' },
      },
    },
  });
  const ask = (action: string, input: Body) => call(ecs.service, action, input);
  ecr.push({ repository: 'shop/web', tag: '1.0.0', content: 'one' });
  await ask('CreateCluster', {
    clusterName: 'prod',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
  });
  return {
    kernel,
    ecs,
    ecr,
    logLines,
    ask,
    told: (detailType) =>
      kernel.events
        .filter((event) => event['detail-type'] === detailType)
        .map(({ detail }) => detail),
    pass: (seconds) => kernel.time.pass(seconds * 1_000),
  };
}

export const network = {
  awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-1'] },
};

/** Registers a Fargate task definition with one container, `app`; answers `family:revision`. */
export async function aFargateDefinition(
  { ask, ecr }: SmallCloud,
  family: string,
  more: { readonly container?: Body; readonly task?: Body; readonly others?: readonly Body[] } = {},
): Promise<string> {
  await ask('RegisterTaskDefinition', {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'app', image: ecr.uri('shop/web', '1.0.0'), essential: true, ...more.container },
      ...(more.others ?? []),
    ],
    ...more.task,
  });
  return family;
}

/** Runs one task on Fargate; answers its ARN. */
export async function runOne(
  { ecs }: SmallCloud,
  taskDefinition: string,
  more: Body = {},
): Promise<string> {
  const { taskArns } = ecs.runTask({
    cluster: 'prod',
    taskDefinition,
    launchType: 'FARGATE',
    networkConfiguration: network,
    ...more,
  });
  const [taskArn] = taskArns;
  if (taskArn === undefined) throw new Error('no task was started');
  return taskArn;
}

/** Creates a Fargate service of `web` with two tasks. */
export async function aService({ ask }: SmallCloud, more: Body = {}): Promise<void> {
  await ask('CreateService', {
    cluster: 'prod',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: network,
    ...more,
  });
}
