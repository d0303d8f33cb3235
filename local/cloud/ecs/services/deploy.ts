import { digits, ecsArn } from '../state/arns.ts';
import type { Ecs } from '../state/ecs.ts';
import type { Deployment, Service, ServiceDeployment, ServiceRevision } from '../state/service.ts';
import { emitDeployment, note } from './events.ts';

/** Begins to bring a revision out: the new PRIMARY deployment. One still under way is overtaken. */
export function deploy(ecs: Ecs, service: Service, revision: ServiceRevision): Deployment {
  const now = ecs.kernel.time.now();
  const [before] = service.deployments;
  if (before) before.status = 'ACTIVE';
  for (const other of service.deployments) overtake(other, now);
  const id = `ecs-svc/${digits(ecs.kernel, 19)}`;
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    revision,
    serviceDeployment: newServiceDeployment(ecs, service, revision),
    desiredCount: service.desiredCount,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    createdAt: now,
    updatedAt: now,
    failedStarts: 0,
    notBefore: now,
    burntBefore: alarmedOf(ecs, service).length > 0,
  };
  service.revision = revision;
  if (!service.revisions.includes(revision)) service.revisions.unshift(revision);
  service.deployments.unshift(deployment);
  service.serviceDeployments.unshift(deployment.serviceDeployment);
  service.steady = false;
  emitDeployment(ecs, service, deployment);
  return deployment;
}

/** Those of a service's own alarms that are in ALARM. */
export function alarmedOf(ecs: Ecs, { deploymentConfiguration }: Service): readonly string[] {
  const { alarms } = deploymentConfiguration;
  return alarms?.enable ? alarms.alarmNames.filter(ecs.isInAlarm) : [];
}

const underWay: readonly ServiceDeployment['status'][] = [
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** That one on its way back is STOPPED, too, is inferred. */
function overtake({ serviceDeployment }: Deployment, now: number): void {
  if (!underWay.includes(serviceDeployment.status)) return;
  serviceDeployment.statusReason = 'A new service deployment was started.';
  serviceDeployment.stoppedAt = now;
  finish(serviceDeployment, 'STOPPED', now);
}

function newServiceDeployment(
  ecs: Ecs,
  service: Service,
  revision: ServiceRevision,
): ServiceDeployment {
  const now = ecs.kernel.time.now();
  const path = `${service.cluster.clusterName}/${service.serviceName}`;
  return {
    serviceDeploymentArn: ecsArn(
      ecs.kernel,
      `service-deployment/${path}/${ecs.kernel.dice.hex(21)}`,
    ),
    targetRevision: revision,
    sourceRevisions: service.deployments.map((deployment) => deployment.revision),
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    status: 'IN_PROGRESS',
  };
}

/** Everything is as the deployment wants it: the others are history. */
export function complete(ecs: Ecs, service: Service, deployment: Deployment): void {
  const now = ecs.kernel.time.now();
  const isRollback = service.deployments.some(
    ({ serviceDeployment }) => serviceDeployment.status === 'ROLLBACK_IN_PROGRESS',
  );
  for (const other of service.deployments.slice(1)) {
    other.status = 'INACTIVE';
    if (other.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS') {
      finish(other.serviceDeployment, 'ROLLBACK_SUCCESSFUL', now);
    }
  }
  if (!isRollback) finish(deployment.serviceDeployment, 'SUCCESSFUL', now);
  service.deployments = [deployment];
  service.lastCompleted = deployment;
  deployment.rolloutState = 'COMPLETED';
  deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`;
  deployment.updatedAt = now;
  note(ecs, service, `(deployment ${deployment.id}) deployment completed.`);
  emitDeployment(ecs, service, deployment);
}

function finish(
  serviceDeployment: ServiceDeployment,
  status: ServiceDeployment['status'],
  now: number,
): void {
  serviceDeployment.status = status;
  serviceDeployment.finishedAt = now;
  serviceDeployment.updatedAt = now;
}

type Failure = {
  readonly reason: string;
  readonly rollback: boolean;
  readonly rollbackReason: string;
};

/**
 * Ends a deployment that does not come to its goal, and goes back to the last one that did, if that is wanted
 * and there is one.
 */
export function fail(ecs: Ecs, service: Service, deployment: Deployment, why: Failure): void {
  const now = ecs.kernel.time.now();
  deployment.rolloutState = 'FAILED';
  deployment.rolloutStateReason = why.reason;
  deployment.updatedAt = now;
  const what = why.reason.replace(/^ECS deployment [a-z ]+: /, '');
  note(ecs, service, `(deployment ${deployment.id}) deployment failed: ${what}`);
  emitDeployment(ecs, service, deployment);
  const previous = service.lastCompleted;
  if (previous === deployment) {
    failRollback(service, now);
    return;
  }
  const { serviceDeployment } = deployment;
  serviceDeployment.statusReason = why.reason;
  if (serviceDeployment.shift) {
    serviceDeployment.shift = { ...serviceDeployment.shift, percent: 0, endsAt: now };
  }
  if (why.rollback && previous) {
    rollBack(ecs, service, previous, deployment, why.rollbackReason);
    return;
  }
  finish(serviceDeployment, 'STOPPED', now);
  serviceDeployment.stoppedAt = now;
}

/** The revision that was gone back to does not start either; its own deployment stays the success that it was. */
function failRollback({ deployments }: Service, now: number): void {
  for (const { serviceDeployment } of deployments) {
    if (serviceDeployment.status !== 'ROLLBACK_IN_PROGRESS') continue;
    finish(serviceDeployment, 'ROLLBACK_FAILED', now);
  }
}

function rollBack(
  ecs: Ecs,
  service: Service,
  previous: Deployment,
  failed: Deployment,
  rollbackReason: string,
): void {
  const now = ecs.kernel.time.now();
  failed.status = 'ACTIVE';
  failed.serviceDeployment.status = 'ROLLBACK_IN_PROGRESS';
  failed.serviceDeployment.updatedAt = now;
  failed.serviceDeployment.rollback = {
    reason: rollbackReason,
    startedAt: now,
    serviceRevisionArn: previous.revision.serviceRevisionArn,
  };
  previous.status = 'PRIMARY';
  previous.rolloutState = 'IN_PROGRESS';
  previous.rolloutStateReason = `${rollbackReason}: rolling back to deploymentId ${previous.id}.`;
  previous.failedTasks = 0;
  previous.updatedAt = now;
  service.deployments = [previous, ...service.deployments.filter((other) => other !== previous)];
  service.revision = previous.revision;
  note(ecs, service, `rolling back to deployment ${previous.id}.`);
  emitDeployment(ecs, service, previous);
}
