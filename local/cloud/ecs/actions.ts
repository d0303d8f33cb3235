import type { ApiAction } from '../types.ts';
import { createCluster } from './create-cluster.ts';
import { createService } from './create-service.ts';
import { deleteCluster } from './delete-cluster.ts';
import { deleteService } from './delete-service.ts';
import { deregisterTaskDefinition } from './deregister-task-definition.ts';
import { describeClusters } from './describe-clusters.ts';
import { describeServices } from './describe-services.ts';
import { describeTaskDefinition } from './describe-task-definition.ts';
import { describeTasks } from './describe-tasks.ts';
import { listClusters } from './list-clusters.ts';
import { listServices } from './list-services.ts';
import { listTaskDefinitionFamilies } from './list-task-definition-families.ts';
import { listTaskDefinitions } from './list-task-definitions.ts';
import { listTasks } from './list-tasks.ts';
import { putClusterCapacityProviders } from './put-cluster-capacity-providers.ts';
import { registerTaskDefinition } from './register-task-definition.ts';
import { runTask } from './run-task.ts';
import type { Ecs } from './state/ecs.ts';
import { stopTaskAction } from './stop-task.ts';
import { updateService } from './update-service.ts';

export const actionsOf = (ecs: Ecs): { readonly [action: string]: ApiAction } => ({
  CreateCluster: createCluster(ecs),
  CreateService: createService(ecs),
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
});
