import type { Body } from '../../types.ts';
import { thresholdOf } from '../services/breaker.ts';
import { countsOf, liveTasks } from '../services/tasks.ts';
import type { Ecs } from '../state/ecs.ts';
import type { Service, ServiceDeployment, ServiceRevision } from '../state/service.ts';
import { inSeconds } from './task.ts';

export function serviceDeploymentInApi(
  ecs: Ecs,
  service: Service,
  deployment: ServiceDeployment,
): Body {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const percent = deployment.shift?.percent;
  return {
    ...timesOf(deployment),
    serviceDeploymentArn: deployment.serviceDeploymentArn,
    serviceArn: service.serviceArn,
    clusterArn: service.cluster.clusterArn,
    updatedAt: inSeconds(deployment.updatedAt),
    stoppedAt: inSeconds(deployment.stoppedAt),
    sourceServiceRevisions: deployment.sourceRevisions.map((revision) => ({
      ...revisionSummary(ecs, service, revision),
      requestedProductionTrafficWeight: percent === undefined ? undefined : 100 - percent,
    })),
    targetServiceRevision: {
      ...revisionSummary(ecs, service, deployment.targetRevision),
      requestedProductionTrafficWeight: percent,
    },
    status: deployment.status,
    statusReason: deployment.statusReason,
    lifecycleStage: deployment.status === 'IN_PROGRESS' ? deployment.shift?.stage : undefined,
    deploymentConfiguration: service.deploymentConfiguration,
    rollback: deployment.rollback && {
      ...deployment.rollback,
      startedAt: inSeconds(deployment.rollback.startedAt),
    },
    deploymentCircuitBreaker: {
      status: breaker?.enable ? breakerStatus(deployment) : 'DISABLED',
      failureCount: failuresOf(service, deployment),
      threshold: thresholdOf(service),
    },
  };
}

export function serviceDeploymentInList(service: Service, deployment: ServiceDeployment): Body {
  return {
    ...timesOf(deployment),
    serviceDeploymentArn: deployment.serviceDeploymentArn,
    serviceArn: service.serviceArn,
    clusterArn: service.cluster.clusterArn,
    targetServiceRevisionArn: deployment.targetRevision.serviceRevisionArn,
    status: deployment.status,
    statusReason: deployment.statusReason,
  };
}

export function serviceRevisionInApi(service: Service, revision: ServiceRevision): Body {
  const { taskDefinition, capacityProviderStrategy } = revision;
  return {
    serviceRevisionArn: revision.serviceRevisionArn,
    serviceArn: service.serviceArn,
    clusterArn: service.cluster.clusterArn,
    taskDefinition: taskDefinition.taskDefinitionArn,
    ...(capacityProviderStrategy.length > 0
      ? { capacityProviderStrategy }
      : { launchType: revision.launchType }),
    platformVersion: revision.platformVersion,
    platformFamily: revision.launchType === 'FARGATE' ? 'Linux' : undefined,
    networkConfiguration: revision.networkConfiguration,
    loadBalancers: revision.loadBalancers,
    serviceRegistries: revision.serviceRegistries,
    containerImages: taskDefinition.containerDefinitions.map(({ name, image }) => ({
      containerName: name,
      image,
      imageDigest: revision.digests.get(name),
    })),
    guardDutyEnabled: false,
    createdAt: inSeconds(revision.createdAt),
  };
}

const timesOf = ({ createdAt, startedAt, finishedAt }: ServiceDeployment): Body => ({
  createdAt: inSeconds(createdAt),
  startedAt: inSeconds(startedAt),
  finishedAt: inSeconds(finishedAt),
});

function revisionSummary(ecs: Ecs, service: Service, revision: ServiceRevision): Body {
  const tasks = liveTasks(ecs, service).filter((task) => task.deployment?.revision === revision);
  return {
    arn: revision.serviceRevisionArn,
    requestedTaskCount: service.revision === revision ? service.desiredCount : 0,
    ...countsOf(tasks),
  };
}

function breakerStatus({ status }: ServiceDeployment): string {
  if (status.startsWith('ROLLBACK')) return 'TRIGGERED';
  return status === 'IN_PROGRESS' ? 'MONITORING' : 'MONITORING_COMPLETE';
}

const failuresOf = (service: Service, wanted: ServiceDeployment): number =>
  service.deployments.find(({ serviceDeployment }) => serviceDeployment === wanted)?.failedTasks ??
  0;
