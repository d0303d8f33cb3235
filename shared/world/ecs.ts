import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type DescribeServicesCommandOutput,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Service, ServiceDeployment, TaskDefinition } from '../core/definition.ts';
import { nameOf } from '../core/errors.ts';
import { type Known, known } from '../core/known.ts';
import type { Ecs } from '../core/world.ts';
import type { Connection } from './connection.ts';
import { serviceFrom, taskDefinitionFrom } from './ecs-shapes.ts';
import { asking, looking } from './failures.ts';
import { runTask } from './run-task.ts';
import { noSuchDefinition } from './task-definitions.ts';

/** DescribeServiceRevisions takes so many; a rollback asks for the newest one anyway. */
const maxDeployments = 20;

export function ecs(connection: Connection): Ecs {
  const client = new ECSClient(connection.settings());
  return {
    describeTaskDefinition: (reference) => describeTaskDefinition(client, reference),
    statusOf: (clusterArn, startedBy) => statusOf(client, clusterArn, startedBy),
    describeService: (clusterArn, serviceArn) => describeService(client, clusterArn, serviceArn),
    listSuccessfulDeployments: (clusterArn, serviceArn) =>
      listSuccessfulDeployments(client, clusterArn, serviceArn),
    runTask: (request) => runTask(client, request),
    async updateService({ clusterArn, serviceArn, ...change }) {
      const command = new UpdateServiceCommand({
        cluster: clusterArn,
        service: serviceArn,
        ...change,
      });
      await asking('ecs:UpdateService', () => client.send(command));
    },
  };
}

const noSuchPlace = (thrown: unknown): boolean =>
  ['ClusterNotFoundException', 'ServiceNotFoundException'].includes(nameOf(thrown));

const nothing = (thrown: unknown): Known<null> | null => (noSuchPlace(thrown) ? known(null) : null);

function describeTaskDefinition(
  client: ECSClient,
  reference: string,
): Promise<Known<TaskDefinition | null>> {
  const command = new DescribeTaskDefinitionCommand({
    taskDefinition: reference,
    include: ['TAGS'],
  });
  return looking<TaskDefinition | null>(
    'ecs:DescribeTaskDefinition',
    async () => taskDefinitionFrom(await client.send(command)),
    noSuchDefinition,
  );
}

/** ListTasks answers only tasks that are meant to run, so most of the time one call says all. */
function statusOf(
  client: ECSClient,
  cluster: string,
  startedBy: string,
): Promise<Known<string | null>> {
  return looking<string | null>(
    'ecs:ListTasks or ecs:DescribeTasks',
    async () => {
      const { taskArns = [] } = await client.send(new ListTasksCommand({ cluster, startedBy }));
      if (taskArns.length === 0) return null;
      const command = new DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 1) });
      const { tasks = [] } = await client.send(command);
      return tasks[0]?.lastStatus ?? null;
    },
    nothing,
  );
}

function describeService(
  client: ECSClient,
  clusterArn: string,
  serviceArn: string,
): Promise<Known<Service | null>> {
  const command = new DescribeServicesCommand({
    cluster: clusterArn,
    services: [serviceArn],
    include: ['TAGS'],
  });
  return looking<Service | null>(
    'ecs:DescribeServices',
    async () => {
      const answer: DescribeServicesCommandOutput = await client.send(command);
      const [service] = answer.services ?? [];
      return service ? serviceFrom(service) : null;
    },
    nothing,
  );
}

async function listSuccessfulDeployments(
  client: ECSClient,
  clusterArn: string,
  serviceArn: string,
): Promise<Known<readonly ServiceDeployment[]>> {
  const list = new ListServiceDeploymentsCommand({
    cluster: clusterArn,
    service: serviceArn,
    status: ['SUCCESSFUL'],
    maxResults: maxDeployments,
  });
  const listed = await looking(
    'ecs:ListServiceDeployments',
    async () => (await client.send(list)).serviceDeployments ?? [],
    (thrown) => (noSuchPlace(thrown) ? known([]) : null),
  );
  if (!listed.known || listed.value.length === 0) return listed.known ? known([]) : listed;
  const arns = listed.value.flatMap(
    ({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? [],
  );
  const describe = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...new Set(arns)] });
  return looking('ecs:DescribeServiceRevisions', async () => {
    const { serviceRevisions = [] } = await client.send(describe);
    const definitions = new Map(
      serviceRevisions.map(({ serviceRevisionArn, taskDefinition }) => [
        serviceRevisionArn,
        taskDefinition,
      ]),
    );
    return listed.value
      .flatMap((deployment) => {
        const taskDefinition = definitions.get(deployment.targetServiceRevisionArn);
        const createdAt = deployment.createdAt?.toISOString();
        if (!taskDefinition || !createdAt) return [];
        const { serviceDeploymentArn = '', status = '' } = deployment;
        return [{ serviceDeploymentArn, status, taskDefinition, createdAt }];
      })
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  });
}
