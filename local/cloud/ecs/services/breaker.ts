import type { Ecs } from '../state/ecs.ts';
import type { Deployment, Service } from '../state/service.ts';
import { fail } from './deploy.ts';

/** How many failed tasks end a deployment: half of the desired ones unless told, between 3 and 200. */
export function thresholdOf({ desiredCount, deploymentConfiguration }: Service): number {
  const configured = deploymentConfiguration.deploymentCircuitBreaker?.thresholdConfiguration;
  const value = configured?.value ?? 50;
  if (configured?.type === 'COUNT') return value;
  const share = Math.ceil((desiredCount * value) / 100);
  if (configured?.type === 'UNBOUNDED_PERCENT') return Math.max(1, share);
  return Math.min(200, Math.max(3, share));
}

/** The breaker is for these two only. Source: the developer guide, deployment failure detection. */
const strategies: readonly string[] = ['ROLLING', 'BLUE_GREEN'];

/** Ends the deployment once enough of its tasks have failed, if the breaker is on. */
export function watchBreaker(ecs: Ecs, service: Service, deployment: Deployment): void {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (!breaker?.enable || deployment.status !== 'PRIMARY') return;
  if (!strategies.includes(service.deploymentConfiguration.strategy ?? 'ROLLING')) return;
  if (deployment.rolloutState !== 'IN_PROGRESS') return;
  if (deployment.failedTasks < thresholdOf(service)) return;
  fail(ecs, service, deployment, {
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
    rollback: breaker.rollback,
    rollbackReason: 'ECS deployment circuit breaker',
  });
}

/** A healthy task makes the failures before it forgotten, unless that is turned off. */
export function forgetFailures(service: Service, deployment: Deployment): void {
  deployment.failedStarts = 0;
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  if (breaker?.resetOnHealthyTask !== false) deployment.failedTasks = 0;
}
