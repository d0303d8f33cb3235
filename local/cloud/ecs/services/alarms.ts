import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Deployment, Service } from '../state/service.ts';
import { alarmedOf, fail } from './deploy.ts';

const betweenLooksMs = 5 * secondMs;

/**
 * Ends a deployment under way when one of the service's alarms goes off. Those that burnt already when it began are
 * not looked at. Alarms go off without a word to ECS, so it answers how long to wait for the next look. How AWS words
 * the reason is inferred.
 */
export function watchAlarms(ecs: Ecs, service: Service, deployment: Deployment): number {
  const { alarms } = service.deploymentConfiguration;
  const { status } = deployment.serviceDeployment;
  const isWatched = deployment.rolloutState === 'IN_PROGRESS' && status === 'IN_PROGRESS';
  if (!alarms?.enable || !isWatched || deployment.burntBefore) return Number.POSITIVE_INFINITY;
  const burning = alarmedOf(ecs, service);
  if (burning.length === 0) return betweenLooksMs;
  fail(ecs, service, deployment, {
    reason: `ECS deployment failed: alarm(s) detected: ${burning.join(', ')}.`,
    rollback: alarms.rollback,
    rollbackReason: 'ECS deployment alarm',
  });
  return 0;
}
