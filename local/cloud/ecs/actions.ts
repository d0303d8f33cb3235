import type { ApiAction } from '../types.ts';
import { createCluster } from './create-cluster.ts';
import { createService } from './create-service.ts';
import { createTaskSet } from './create-task-set.ts';
import { daemonActions } from './daemons.ts';
import { deleteCluster } from './delete-cluster.ts';
import { deleteService } from './delete-service.ts';
import { deregisterTaskDefinition } from './deregister-task-definition.ts';
import { describeClusters } from './describe-clusters.ts';
import { describeContainerInstances } from './describe-container-instances.ts';
import { describeServiceDeployments } from './describe-service-deployments.ts';
import { describeServiceRevisions } from './describe-service-revisions.ts';
import { describeServices } from './describe-services.ts';
import { describeTaskDefinition } from './describe-task-definition.ts';
import { describeTasks } from './describe-tasks.ts';
import { listClusters } from './list-clusters.ts';
import { listContainerInstances } from './list-container-instances.ts';
import { listServiceDeployments } from './list-service-deployments.ts';
import { listServices } from './list-services.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTaskDefinitionFamilies } from './list-task-definition-families.ts';
import { listTaskDefinitions } from './list-task-definitions.ts';
import { listTasks } from './list-tasks.ts';
import { putClusterCapacityProviders } from './put-cluster-capacity-providers.ts';
import { registerTaskDefinition } from './register-task-definition.ts';
import { runTask } from './run-task.ts';
import { startTask } from './start-task.ts';
import type { Ecs } from './state/ecs.ts';
import { stopServiceDeployment } from './stop-service-deployment.ts';
import { stopTaskAction } from './stop-task.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateContainerInstancesState } from './update-container-instances-state.ts';
import { updateService } from './update-service.ts';

export const actionsOf = (ecs: Ecs): { readonly [action: string]: ApiAction } => ({
  ...daemonActions(ecs),
  CreateCluster: createCluster(ecs),
  CreateService: createService(ecs),
  CreateTaskSet: createTaskSet(ecs),
  DeleteCluster: deleteCluster(ecs),
  DeleteService: deleteService(ecs),
  DeregisterTaskDefinition: deregisterTaskDefinition(ecs),
  DescribeClusters: describeClusters(ecs),
  DescribeServices: describeServices(ecs),
  DescribeTaskDefinition: describeTaskDefinition(ecs),
  DescribeTasks: describeTasks(ecs),
  ListClusters: listClusters(ecs),
  ListServices: listServices(ecs),
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies(ecs),
  ListTaskDefinitions: listTaskDefinitions(ecs),
  ListTasks: listTasks(ecs),
  PutClusterCapacityProviders: putClusterCapacityProviders(ecs),
  RegisterTaskDefinition: registerTaskDefinition(ecs),
  RunTask: runTask(ecs),
  StopTask: stopTaskAction(ecs),
  UpdateService: updateService(ecs),
  DescribeContainerInstances: describeContainerInstances(ecs),
  DescribeServiceDeployments: describeServiceDeployments(ecs),
  DescribeServiceRevisions: describeServiceRevisions(ecs),
  ListContainerInstances: listContainerInstances(ecs),
  ListServiceDeployments: listServiceDeployments(ecs),
  ListTagsForResource: listTagsForResource(ecs),
  StartTask: startTask(ecs),
  StopServiceDeployment: stopServiceDeployment(ecs),
  TagResource: tagResource(ecs),
  UntagResource: untagResource(ecs),
  UpdateContainerInstancesState: updateContainerInstancesState(ecs),
});
