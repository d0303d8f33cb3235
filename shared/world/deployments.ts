import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  paginateListClusters,
  paginateListServices,
  type Service,
  type ServiceRevision,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import type { DeploymentSeen, Deployments, ServiceSeen, TaskSeen } from '../core/deployments.ts';
import { nameOf } from '../core/errors.ts';
import { given } from '../core/given.ts';
import { type Known, known } from '../core/known.ts';
import type { Connection } from './connection.ts';
import { tagMapFrom, taskDefinitionOf } from './ecs-shapes.ts';
import { asking, looking } from './failures.ts';
import { readDefinition, registerDefinition } from './task-definitions.ts';

/** DescribeServiceRevisions takes 20; a rollout is among the newest. */
const maxDeployments = 10;
const maxTasks = 100;
const pageSize = 100;
/** DescribeServices takes so many. */
const maxDescribed = 10;

export function deployments(connection: Connection): Deployments {
  const client = new ECSClient(connection.settings());
  return {
    readDefinition: (reference) => readDefinition(client, reference),
    register: (body) => registerDefinition(client, body),
    newest: (clusterArn, serviceArn) => newest(client, clusterArn, serviceArn),
    tasksOf: (clusterArn, serviceName) => tasksOf(client, clusterArn, serviceName),
    stopAndRollBack: (serviceDeploymentArn) => stopAndRollBack(client, serviceDeploymentArn),
    clusters: () => clusters(client),
    servicesIn: (clusterArn) => servicesIn(client, clusterArn),
    describe: (clusterArn, serviceArns) => describe(client, clusterArn, serviceArns),
  };
}

const isGone = (thrown: unknown): boolean =>
  ['ClusterNotFoundException', 'ServiceNotFoundException', 'ServiceNotActiveException'].includes(
    nameOf(thrown),
  );

const noneIfGone = <T>(thrown: unknown): Known<readonly T[]> | null =>
  isGone(thrown) ? known([]) : null;

async function newest(
  client: ECSClient,
  cluster: string,
  service: string,
): Promise<Known<readonly DeploymentSeen[]>> {
  const list = new ListServiceDeploymentsCommand({ cluster, service, maxResults: maxDeployments });
  const listed = await looking(
    'ecs:ListServiceDeployments',
    async () => (await client.send(list)).serviceDeployments ?? [],
    (thrown) => (isGone(thrown) ? known([]) : null),
  );
  if (!listed.known) return listed;
  const arns = listed.value.flatMap(
    ({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? [],
  );
  if (arns.length === 0) return known([]);
  const describe = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...new Set(arns)] });
  return looking('ecs:DescribeServiceRevisions', async () => {
    const { serviceRevisions = [] } = await client.send(describe);
    const revisionOf = new Map(serviceRevisions.map((one) => [one.serviceRevisionArn, one]));
    return listed.value
      .map(
        ({ serviceDeploymentArn, status, statusReason, createdAt, targetServiceRevisionArn }) => {
          const revision = revisionOf.get(targetServiceRevisionArn);
          return {
            serviceDeploymentArn: serviceDeploymentArn ?? '',
            status: status ?? '',
            createdAt: createdAt?.toISOString() ?? '',
            taskDefinition: revision?.taskDefinition ?? '',
            digests: digestsIn(revision?.containerImages),
            ...given({ statusReason }),
          };
        },
      )
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  });
}

const digestsIn = (images: ServiceRevision['containerImages']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (images ?? []).flatMap(({ containerName, imageDigest }) =>
      containerName && imageDigest ? [[containerName, imageDigest]] : [],
    ),
  );

async function tasksOf(
  client: ECSClient,
  cluster: string,
  serviceName: string,
): Promise<Known<readonly TaskSeen[]>> {
  const list = new ListTasksCommand({ cluster, serviceName, maxResults: maxTasks });
  const listed = await looking(
    'ecs:ListTasks',
    async () => (await client.send(list)).taskArns ?? [],
    (thrown) => noneIfGone<string>(thrown),
  );
  if (!listed.known || listed.value.length === 0) return listed.known ? known([]) : listed;
  const describe = new DescribeTasksCommand({ cluster, tasks: [...listed.value] });
  return looking('ecs:DescribeTasks', async () =>
    ((await client.send(describe)).tasks ?? []).map((task) => ({
      taskArn: task.taskArn ?? '',
      taskDefinition: task.taskDefinitionArn ?? '',
      lastStatus: task.lastStatus ?? '',
      digests: Object.fromEntries(
        (task.containers ?? []).flatMap(({ name, imageDigest }) =>
          name && imageDigest ? [[name, imageDigest]] : [],
        ),
      ),
    })),
  );
}

async function stopAndRollBack(client: ECSClient, serviceDeploymentArn: string): Promise<boolean> {
  const command = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' });
  try {
    await asking('ecs:StopServiceDeployment', () => client.send(command));
    return true;
  } catch (thrown) {
    const { cause } = thrown instanceof Error ? thrown : { cause: undefined };
    const isOver = ['ConflictException', 'ServiceDeploymentNotFoundException'];
    if (isOver.includes(nameOf(cause))) return false;
    throw thrown;
  }
}

function clusters(client: ECSClient): Promise<Known<readonly string[]>> {
  return looking('ecs:ListClusters', async () => {
    const arns: string[] = [];
    for await (const { clusterArns = [] } of paginateListClusters({ client, pageSize }, {})) {
      arns.push(...clusterArns);
    }
    return arns;
  });
}

function servicesIn(client: ECSClient, cluster: string): Promise<Known<readonly string[]>> {
  return looking<readonly string[]>(
    'ecs:ListServices',
    async () => {
      const arns: string[] = [];
      const pages = paginateListServices({ client, pageSize }, { cluster });
      for await (const { serviceArns = [] } of pages) arns.push(...serviceArns);
      return arns;
    },
    (thrown) => noneIfGone<string>(thrown),
  );
}

function describe(
  client: ECSClient,
  cluster: string,
  arns: readonly string[],
): Promise<Known<readonly ServiceSeen[]>> {
  return looking('ecs:DescribeServices', async () => {
    const found: ServiceSeen[] = [];
    for (let start = 0; start < arns.length; start += maxDescribed) {
      const services = arns.slice(start, start + maxDescribed);
      const command = new DescribeServicesCommand({ cluster, services, include: ['TAGS'] });
      const answer = await client.send(command);
      found.push(...(answer.services ?? []).map(serviceSeen));
    }
    return found;
  });
}

const serviceSeen = ({ serviceArn, status, tags, ...service }: Service): ServiceSeen => ({
  serviceArn: serviceArn ?? '',
  status: status ?? '',
  taskDefinition: taskDefinitionOf(service),
  tags: tagMapFrom(tags),
});
