import { ApiError, type Kernel } from '../../types.ts';
import { ecsArn, lastPart } from './arns.ts';
import type { Ecs } from './ecs.ts';
import type { Cluster, ContainerInstance, Task, TaskDefinition } from './model.ts';
import type { Service } from './service.ts';

/** The ARN that a cluster's name or ARN stands for; without one, that of `default`. */
export const clusterArnOf = (kernel: Kernel, cluster: string | undefined): string =>
  cluster?.startsWith('arn:') ? cluster : ecsArn(kernel, `cluster/${cluster ?? 'default'}`);

/** Finds an active cluster, or refuses as ECS does. */
export function findCluster(ecs: Ecs, reference: string | undefined): Cluster {
  const cluster = ecs.clusters.get(clusterArnOf(ecs.kernel, reference));
  if (!cluster) throw new ApiError('ClusterNotFoundException', 'Cluster not found.');
  if (cluster.status === 'INACTIVE') {
    throw new ApiError('ClusterNotFoundException', 'The referenced cluster was inactive.');
  }
  return cluster;
}

/** Finds a cluster that can run something: while it comes or goes, or once it failed, it cannot. */
export function findUsableCluster(ecs: Ecs, reference: string | undefined): Cluster {
  const cluster = findCluster(ecs, reference);
  if (cluster.status !== 'ACTIVE') {
    throw new ApiError(
      'ClientException',
      `The cluster ${cluster.clusterName} is in status ${cluster.status}.`,
    );
  }
  return cluster;
}

export const taskArnOf = (kernel: Kernel, cluster: string | undefined, task: string): string =>
  task.startsWith('arn:') ? task : ecsArn(kernel, `task/${lastPart(cluster ?? 'default')}/${task}`);

export function findTask(ecs: Ecs, cluster: Cluster, reference: string): Task | undefined {
  const task = ecs.tasks.get(taskArnOf(ecs.kernel, cluster.clusterName, reference));
  return task?.cluster === cluster ? task : undefined;
}

export function serviceArnOf(kernel: Kernel, cluster: string | undefined, service: string): string {
  if (service.startsWith('arn:')) return service;
  return ecsArn(kernel, `service/${lastPart(cluster ?? 'default')}/${service}`);
}

/** Finds a service that is not gone. */
export function findService(ecs: Ecs, cluster: Cluster, reference: string): Service {
  const service = ecs.services.get(serviceArnOf(ecs.kernel, cluster.clusterName, reference));
  if (!service || service.cluster !== cluster) {
    throw new ApiError('ServiceNotFoundException', 'Service not found.');
  }
  return service;
}

/** Finds a service that can be changed: ACTIVE, neither draining nor gone. */
export function findActiveService(ecs: Ecs, cluster: Cluster, reference: string): Service {
  const service = findService(ecs, cluster, reference);
  if (service.status !== 'ACTIVE') {
    throw new ApiError('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  return service;
}

export function findInstance(
  ecs: Ecs,
  cluster: Cluster,
  reference: string,
): ContainerInstance | undefined {
  const arn = instanceArnOf(ecs.kernel, cluster.clusterName, reference);
  const instance = ecs.instances.get(arn);
  return instance?.cluster === cluster ? instance : undefined;
}

export const instanceArnOf = (kernel: Kernel, cluster: string | undefined, instance: string) =>
  instance.startsWith('arn:')
    ? instance
    : ecsArn(kernel, `container-instance/${lastPart(cluster ?? 'default')}/${instance}`);

/** A task definition by family (its newest ACTIVE revision), `family:revision` or ARN, of any status. */
export function lookUpTaskDefinition(ecs: Ecs, reference: string): TaskDefinition | undefined {
  const [family = '', revision] = lastPart(reference).split(':');
  const revisions = ecs.families.get(family) ?? [];
  return revision === undefined
    ? revisions.findLast(({ status }) => status === 'ACTIVE')
    : revisions.find((candidate) => candidate.revision === Number(revision));
}

/** Finds a task definition that tasks can be started from. */
export function findTaskDefinition(ecs: Ecs, reference: string): TaskDefinition {
  const definition = lookUpTaskDefinition(ecs, reference);
  if (!definition) throw new ApiError('ClientException', 'TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') {
    throw new ApiError('ClientException', 'TaskDefinition is inactive');
  }
  return definition;
}

/** The ARN that IAM is asked about: with the revision, even where the caller named the family only. */
export function taskDefinitionArnOf(ecs: Ecs, reference: string): string {
  const definition = lookUpTaskDefinition(ecs, reference);
  if (definition) return definition.taskDefinitionArn;
  if (reference.startsWith('arn:')) return reference;
  const suffix = reference.includes(':') ? '' : ':*';
  return ecsArn(ecs.kernel, `task-definition/${reference}${suffix}`);
}

/** What IAM may know of a service deployment or revision by its ARN: `…/cluster/service/id`. */
export function serviceContext(
  kernel: Kernel,
  arn: string,
): { readonly 'ecs:cluster': string; readonly 'ecs:service': string } {
  const [, cluster = '', service = ''] = arn.split('/');
  return {
    'ecs:cluster': ecsArn(kernel, `cluster/${cluster}`),
    'ecs:service': ecsArn(kernel, `service/${cluster}/${service}`),
  };
}
