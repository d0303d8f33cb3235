import type {
  DescribeTaskDefinitionCommandOutput,
  ContainerDefinition as SdkContainerDefinition,
  Service as SdkService,
  Tag as SdkTag,
} from '@aws-sdk/client-ecs';
import type { ContainerDefinition, Service, TaskDefinition } from '../core/definition.ts';
import { given } from '../core/given.ts';
import type { Tag } from '../core/task.ts';

/** The fields that we read of what ECS tells. */
export function taskDefinitionFrom({
  taskDefinition,
  tags,
}: Pick<DescribeTaskDefinitionCommandOutput, 'taskDefinition' | 'tags'>): TaskDefinition | null {
  if (!taskDefinition) return null;
  const { networkMode, cpu, memory, taskRoleArn, executionRoleArn, registeredBy } = taskDefinition;
  return {
    taskDefinitionArn: taskDefinition.taskDefinitionArn ?? '',
    family: taskDefinition.family ?? '',
    revision: taskDefinition.revision ?? 0,
    requiresCompatibilities: taskDefinition.requiresCompatibilities ?? [],
    containers: (taskDefinition.containerDefinitions ?? []).map(containerFrom),
    tags: tagMapFrom(tags),
    ...given({ networkMode, cpu, memory, taskRoleArn, executionRoleArn, registeredBy }),
  };
}

function containerFrom(container: SdkContainerDefinition): ContainerDefinition {
  const { memory, memoryReservation, command, entryPoint, logConfiguration } = container;
  return {
    name: container.name ?? '',
    image: container.image ?? '',
    // A container is essential unless its definition says otherwise.
    essential: container.essential ?? true,
    logOptions: logConfiguration?.options ?? {},
    environment: (container.environment ?? []).map(({ name = '', value = '' }) => ({
      name,
      value,
    })),
    ...given({ memory, memoryReservation, command, entryPoint }),
    ...given({ logDriver: logConfiguration?.logDriver, labels: labelsFrom(container) }),
  };
}

function labelsFrom({ dockerLabels = {} }: SdkContainerDefinition) {
  const ours = Object.entries(dockerLabels).filter(([label]) => label.startsWith('deckhand.'));
  return ours.length > 0 ? Object.fromEntries(ours) : undefined;
}

export const serviceFrom = (service: SdkService): Service => ({
  serviceArn: service.serviceArn ?? '',
  serviceName: service.serviceName ?? '',
  clusterArn: service.clusterArn ?? '',
  status: service.status ?? '',
  taskDefinition: taskDefinitionOf(service),
  desiredCount: service.desiredCount ?? 0,
  runningCount: service.runningCount ?? 0,
  pendingCount: service.pendingCount ?? 0,
  schedulingStrategy: service.schedulingStrategy ?? 'REPLICA',
  deploymentController: service.deploymentController?.type ?? 'ECS',
  strategy: service.deploymentConfiguration?.strategy ?? 'ROLLING',
  circuitBreaker: service.deploymentConfiguration?.deploymentCircuitBreaker?.enable ?? false,
  deployments: (service.deployments ?? []).map(
    ({ id = '', status = '', taskDefinition = '', rolloutState, createdAt }) => ({
      id,
      status,
      taskDefinition,
      ...given({ rolloutState, createdAt: createdAt?.toISOString() }),
    }),
  ),
  tags: tagMapFrom(service.tags),
});

/**
 * What a service runs: with task sets, CodeDeploy's or somebody's own, what its primary one does. The task definition of
 * the service is the one that it was created with then, or none. Source: ECS API reference, Service and TaskSet.
 */
export const taskDefinitionOf = ({
  taskDefinition = '',
  taskSets = [],
}: Pick<SdkService, 'taskDefinition' | 'taskSets'>): string =>
  taskSets.find(({ status }) => status === 'PRIMARY')?.taskDefinition ?? taskDefinition;

const tagsFrom = (tags: readonly SdkTag[] | undefined): readonly Tag[] =>
  (tags ?? []).map(({ key = '', value = '' }) => ({ key, value }));

export const tagMapFrom = (
  tags: readonly SdkTag[] | undefined,
): Readonly<{ [key: string]: string }> =>
  Object.fromEntries(tagsFrom(tags).map(({ key, value }) => [key, value]));
