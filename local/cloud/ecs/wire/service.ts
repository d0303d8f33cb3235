import type { Body } from '../../types.ts';
import { blueOf } from '../services/shift.ts';
import { countsOf, liveTasks } from '../services/tasks.ts';
import type { Ecs } from '../state/ecs.ts';
import type { Deployment, Service, ServiceRevision } from '../state/service.ts';
import { inSeconds } from './task.ts';

export function serviceInApi(ecs: Ecs, service: Service, withTags: boolean): Body {
  const { revision } = service;
  return {
    serviceArn: service.serviceArn,
    serviceName: service.serviceName,
    clusterArn: service.cluster.clusterArn,
    status: service.status,
    desiredCount: service.desiredCount,
    ...countsOf(liveTasks(ecs, service)),
    ...computeInApi(revision),
    platformFamily: revision.launchType === 'FARGATE' ? 'Linux' : undefined,
    taskDefinition: revision.taskDefinition.taskDefinitionArn,
    deploymentConfiguration: {
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      ...service.deploymentConfiguration,
    },
    deployments: service.deployments.map((deployment) => deploymentInApi(ecs, service, deployment)),
    taskSets: service.taskSets.map((taskSet) => ({
      ...taskSet,
      taskDefinition: taskSet.taskDefinition.taskDefinitionArn,
    })),
    events: service.events.map((event) => ({ ...event, createdAt: inSeconds(event.createdAt) })),
    createdAt: inSeconds(service.createdAt),
    createdBy: service.createdBy,
    currentServiceRevisions: service.deployments.map((deployment) => ({
      arn: deployment.revision.serviceRevisionArn,
      requestedTaskCount: deployment.desiredCount,
      ...countsOf(tasksOf(ecs, service, deployment)),
    })),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: service.deploymentController },
    enableECSManagedTags: service.enableECSManagedTags,
    propagateTags: service.propagateTags,
    enableExecuteCommand: service.enableExecuteCommand,
    availabilityZoneRebalancing: 'DISABLED',
    tags: withTags ? service.tags : undefined,
  };
}

const tasksOf = (ecs: Ecs, service: Service, deployment: Deployment) =>
  liveTasks(ecs, service).filter((task) => task.deployment === deployment);

function computeInApi(revision: ServiceRevision): Body {
  return {
    launchType: revision.capacityProviderStrategy.length > 0 ? undefined : revision.launchType,
    capacityProviderStrategy:
      revision.capacityProviderStrategy.length > 0 ? revision.capacityProviderStrategy : undefined,
    platformVersion: revision.platformVersion,
    networkConfiguration: revision.networkConfiguration,
    loadBalancers: revision.loadBalancers,
    serviceRegistries: revision.serviceRegistries,
  };
}

function deploymentInApi(ecs: Ecs, service: Service, deployment: Deployment): Body {
  const isKept = deployment.status === 'PRIMARY' || deployment === blueOf(service);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.revision.taskDefinition.taskDefinitionArn,
    desiredCount: isKept ? deployment.desiredCount : 0,
    ...countsOf(tasksOf(ecs, service, deployment)),
    failedTasks: deployment.failedTasks,
    createdAt: inSeconds(deployment.createdAt),
    updatedAt: inSeconds(deployment.updatedAt),
    ...computeInApi(deployment.revision),
    loadBalancers: undefined,
    serviceRegistries: undefined,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}
