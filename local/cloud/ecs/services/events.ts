import type { Ecs } from '../state/ecs.ts';
import type { Deployment, Service } from '../state/service.ts';
import { inIso } from '../wire/task.ts';

/** The 100 newest messages are kept, as DescribeServices shows them. */
const keptMessages = 100;

/** Adds a message to the service's own list of events, with the service's name in front. */
export function note(ecs: Ecs, service: Service, text: string): void {
  const message = `(service ${service.serviceName}) ${text}`;
  const event = { id: ecs.kernel.dice.uuid(), createdAt: ecs.kernel.time.now(), message };
  service.events = [event, ...service.events].slice(0, keptMessages);
  ecs.kernel.tell('ecs', message, { serviceArn: service.serviceArn });
}

/** `ECS Service Action`. */
export function emitAction(
  ecs: Ecs,
  service: Service,
  eventType: 'INFO' | 'WARN' | 'ERROR',
  eventName: string,
  more: { readonly [field: string]: unknown } = {},
): void {
  ecs.kernel.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Service Action',
    resources: [service.serviceArn],
    detail: {
      eventType,
      eventName,
      clusterArn: service.cluster.clusterArn,
      createdAt: inIso(ecs.kernel.time.now()),
      ...more,
    },
  });
}

/** `ECS Deployment State Change`, with the deployment's own reason. */
export function emitDeployment(ecs: Ecs, service: Service, deployment: Deployment): void {
  ecs.kernel.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Deployment State Change',
    resources: [service.serviceArn],
    detail: {
      eventType: deployment.rolloutState === 'FAILED' ? 'ERROR' : 'INFO',
      eventName: `SERVICE_DEPLOYMENT_${deployment.rolloutState}`,
      deploymentId: deployment.id,
      updatedAt: inIso(ecs.kernel.time.now()),
      reason: deployment.rolloutStateReason,
    },
  });
}
