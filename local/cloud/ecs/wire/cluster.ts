import type { Body } from '../../types.ts';
import type { Ecs } from '../state/ecs.ts';
import type { Cluster } from '../state/model.ts';
import { instancesOf } from '../tasks/place.ts';

export function clusterInApi(ecs: Ecs, cluster: Cluster): Body {
  const tasks = [...ecs.live].filter((task) => task.cluster === cluster);
  const services = [...ecs.services.values()].filter(
    (service) => service.cluster === cluster && service.status !== 'INACTIVE',
  );
  return {
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: cluster.status,
    registeredContainerInstancesCount: instancesOf(ecs, cluster).length,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'PENDING').length,
    activeServicesCount: services.length,
    statistics: [],
    tags: cluster.tags,
    settings: cluster.settings,
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
  };
}
