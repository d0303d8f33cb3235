import * as z from 'zod/mini';
import { type Arn, parseArn } from '../core/arn.ts';
import { BadInput, NotOurs } from '../core/errors.ts';
import type { DeploymentChanged, DeploymentFailed, ServiceTrouble } from '../core/signal.ts';
import { Envelope, eventOf, Kind } from './envelope.ts';
import { Moment, read } from './read.ts';

/** `ECS Service Action`. Source: Amazon ECS developer guide, ecs_service_events. */
const ServiceAction = z.object({
  ...Envelope,
  detail: z.object({
    eventType: z.string(),
    eventName: z.string(),
    clusterArn: z.exactOptional(z.string()),
    createdAt: z.exactOptional(Moment),
    reason: z.exactOptional(z.string()),
  }),
});

/** `ECS Deployment State Change`. Source: Amazon ECS developer guide, ecs_service_deployment_events. */
const DeploymentStateChange = z.object({
  ...Envelope,
  detail: z.object({
    eventName: z.string(),
    deploymentId: z.string(),
    updatedAt: z.exactOptional(Moment),
    reason: z.exactOptional(z.string()),
  }),
});

/**
 * Reads how a deployment goes, or that a service is in trouble: an `ECS Service Action` of type WARN or ERROR.
 * Throws `NotOurs` for the rest, `BadInput` for what is malformed.
 */
export function readServiceChanged(
  event: unknown,
): ServiceTrouble | DeploymentFailed | DeploymentChanged {
  const kind = read(Kind, event, 'the event');
  return kind['detail-type'] === 'ECS Deployment State Change'
    ? readDeployment(event)
    : readServiceTrouble(event);
}

function readServiceTrouble(event: unknown): ServiceTrouble {
  const ours = eventOf(event, 'aws.ecs', 'ECS Service Action');
  const { detail, ...envelope } = read(ServiceAction, ours, 'ECS Service Action');
  const { eventType, eventName, reason } = detail;
  if (eventType !== 'WARN' && eventType !== 'ERROR') {
    throw new NotOurs(`${eventName} is ${eventType}, neither WARN nor ERROR`);
  }
  const serviceArn = serviceIn(envelope.resources);
  return {
    kind: 'service-trouble',
    id: envelope.id,
    at: detail.createdAt ?? envelope.time,
    account: envelope.account,
    region: envelope.region,
    serviceArn: serviceArn.text,
    clusterArn: detail.clusterArn ?? clusterOf(serviceArn.arn),
    eventType,
    eventName,
    ...(reason === undefined ? {} : { reason }),
  };
}

function readDeployment(event: unknown): DeploymentFailed | DeploymentChanged {
  const ours = eventOf(event, 'aws.ecs', 'ECS Deployment State Change');
  const { detail, ...envelope } = read(DeploymentStateChange, ours, 'ECS Deployment State Change');
  const { eventName, deploymentId, reason } = detail;
  const told = {
    id: envelope.id,
    at: detail.updatedAt ?? envelope.time,
    account: envelope.account,
    region: envelope.region,
    serviceArn: serviceIn(envelope.resources).text,
    deploymentId,
    ...(reason === undefined ? {} : { reason }),
  };
  const state = eventName.replace('SERVICE_DEPLOYMENT_', '');
  if (state === 'FAILED') return { kind: 'deployment-failed', ...told };
  if (state === 'IN_PROGRESS' || state === 'COMPLETED') {
    return { kind: 'deployment-changed', state, ...told };
  }
  throw new NotOurs(`${eventName} is nothing that Deckhand knows of a deployment`);
}

function serviceIn(resources: readonly string[]): { text: string; arn: Arn } {
  for (const text of resources) {
    const arn = parseArn(text);
    if (arn?.resource.startsWith('service/')) return { text, arn };
  }
  throw new BadInput('resources should hold the ARN of a service, holds none');
}

/** A service's ARN names its cluster, `service/CLUSTER/NAME`, save in the form that ended in 2021. */
function clusterOf({ partition, region, account, resource }: Arn): string {
  const [, cluster, name] = resource.split('/');
  if (!cluster || !name) {
    throw new BadInput('detail.clusterArn is missing, and the ARN of the service names no cluster');
  }
  return `arn:${partition}:ecs:${region}:${account}:cluster/${cluster}`;
}
