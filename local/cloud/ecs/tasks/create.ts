import { ecsArn } from '../state/arns.ts';
import type { Ecs, Subnet } from '../state/ecs.ts';
import type {
  Cluster,
  Container,
  ContainerInstance,
  Task,
  TaskDefinition,
} from '../state/model.ts';
import type { Deployment, Service } from '../state/service.ts';
import type {
  ContainerDefinition,
  LaunchType,
  NetworkConfiguration,
  Overrides,
  Tag,
} from '../state/shapes.ts';
import { chooseSubnet } from './network.ts';
import { sizeOf } from './place.ts';
import { beginTask } from './start.ts';

/** A task that there is capacity for. */
export type TaskRequest = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly instance?: ContainerInstance | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly overrides: Overrides;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  readonly service?: Service | undefined;
  readonly deployment?: Deployment | undefined;
};

/** Makes a task and sets it on its way. */
export function createTask(ecs: Ecs, request: TaskRequest): Task {
  const id = ecs.kernel.dice.hex(32);
  const isAwsvpc = request.definition.networkMode === 'awsvpc';
  const subnet = isAwsvpc ? chooseSubnet(ecs, request.networkConfiguration) : null;
  const task: Task = {
    ...request,
    ...sizeOf(request.definition, request.overrides),
    id,
    taskArn: ecsArn(ecs.kernel, `task/${request.cluster.clusterName}/${id}`),
    containers: request.definition.containerDefinitions.map((definition) =>
      createContainer(ecs, request, id, definition),
    ),
    ...platformOf(request),
    availabilityZone: request.instance?.availabilityZone ?? subnet?.availabilityZone,
    createdAt: ecs.kernel.time.now(),
    ...interfaceIn(ecs, subnet),
    lastStatus: isAwsvpc ? 'PROVISIONING' : 'PENDING',
    desiredStatus: 'RUNNING',
    version: 0,
    targetHealthy: (request.deployment?.revision.loadBalancers.length ?? 0) === 0,
    plans: [],
  };
  ecs.tasks.set(task.taskArn, task);
  ecs.live.add(task);
  beginTask(ecs, task);
  return task;
}

function createContainer(
  ecs: Ecs,
  { cluster, overrides }: TaskRequest,
  taskId: string,
  definition: ContainerDefinition,
): Container {
  const override = overrides.containerOverrides?.find(({ name }) => name === definition.name);
  return {
    containerArn: ecsArn(
      ecs.kernel,
      `container/${cluster.clusterName}/${taskId}/${ecs.kernel.dice.uuid()}`,
    ),
    definition,
    memoryMiB: override?.memory ?? definition.memory,
    lastStatus: 'PENDING',
    health: 'UNKNOWN',
    restartCount: 0,
    networkBindings: [],
    starting: false,
    signalled: false,
    plans: [],
  };
}

function platformOf({ launchType, platformVersion }: TaskRequest): Partial<Task> {
  if (launchType !== 'FARGATE') return {};
  const isNamed = platformVersion !== undefined && platformVersion !== 'LATEST';
  return { platformVersion: isNamed ? platformVersion : '1.4.0', platformFamily: 'Linux' };
}

function interfaceIn(ecs: Ecs, subnet: Subnet | null): Pick<Task, 'networkInterface'> {
  if (!subnet) return {};
  return {
    networkInterface: {
      attachmentId: ecs.kernel.dice.uuid(),
      status: 'PRECREATED',
      subnetId: subnet.subnetId,
    },
  };
}
