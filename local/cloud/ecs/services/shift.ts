import { ApiError } from '../../types.ts';
import { type Ecs, minuteMs } from '../state/ecs.ts';
import type { Deployment, LifecycleStage, Service } from '../state/service.ts';
import type { DeploymentConfiguration } from '../state/shapes.ts';
import { startTasks } from './start.ts';
import { isCurrent, isHealthy, wantedTasks } from './tasks.ts';

/** How much of the production traffic goes to the new revision, and for how long before the next step. */
type Step = { readonly percent: number; readonly forMs: number };

/**
 * The steps in which traffic is shifted. What waits between them is not waited for after the last one: bake time is.
 * Source: the developer guide's pages on blue/green, linear and canary deployments; defaults from the API reference.
 */
function stepsOf({ deploymentConfiguration }: Service): readonly Step[] {
  const { strategy, canaryConfiguration, linearConfiguration } = deploymentConfiguration;
  const all: Step = { percent: 100, forMs: 0 };
  if (strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
    return [{ percent: canaryPercent, forMs: canaryBakeTimeInMinutes * minuteMs }, all];
  }
  if (strategy !== 'LINEAR') return [all];
  const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
  const steps = Array.from({ length: Math.ceil(100 / stepPercent) - 1 }, (_, index) => ({
    percent: stepPercent * (index + 1),
    forMs: stepBakeTimeInMinutes * minuteMs,
  }));
  return [...steps, all];
}

/** True for BLUE_GREEN, LINEAR and CANARY. */
export const shiftsTraffic = ({ deploymentConfiguration }: Service): boolean =>
  (deploymentConfiguration.strategy ?? 'ROLLING') !== 'ROLLING';

/** Refuses what ECS refuses. That daemons only roll is documented, the words are inferred. */
export function checkStrategy(
  schedulingStrategy: Service['schedulingStrategy'],
  { strategy = 'ROLLING', bakeTimeInMinutes }: DeploymentConfiguration,
): void {
  const refuse = (message: string) => new ApiError('InvalidParameterException', message);
  if (strategy !== 'ROLLING' && schedulingStrategy === 'DAEMON') {
    throw refuse(`The daemon scheduling strategy does not support the ${strategy} strategy.`);
  }
  if (strategy === 'BLUE_GREEN' && bakeTimeInMinutes === undefined) {
    throw refuse('bakeTimeInMinutes is required for the BLUE_GREEN deployment strategy.');
  }
}

/**
 * The revision that has the traffic until the new one has all of it; `null` once it may go, on the way back, and for
 * a service's first deployment, which is taken to have nothing to shift.
 */
export function blueOf(service: Service): Deployment | null {
  const [primary] = service.deployments;
  const { lastCompleted } = service;
  if (!shiftsTraffic(service) || !primary || !lastCompleted || primary === lastCompleted)
    return null;
  const isOver = primary.serviceDeployment.shift?.stage === 'CLEAN_UP';
  return isOver || primary.rolloutState !== 'IN_PROGRESS' ? null : lastCompleted;
}

/** Keeps both revisions at full count, and moves on when a stage's time is over. Answers how long to wait for that. */
export function scheduleShift(
  ecs: Ecs,
  service: Service,
  { blue, green }: { readonly blue: Deployment; readonly green: Deployment },
): number {
  for (const deployment of [blue, green]) fill(ecs, service, deployment);
  advance(ecs, service, green);
  const { shift } = green.serviceDeployment;
  if (shift?.stage === 'CLEAN_UP') return 0;
  const waits = [shift?.endsAt ?? 0, blue.notBefore, green.notBefore].map(
    (at) => at - ecs.kernel.time.now(),
  );
  return Math.min(...waits.filter((waitMs) => waitMs > 0));
}

function fill(ecs: Ecs, service: Service, deployment: Deployment): void {
  const current = wantedTasks(ecs, service).filter((task) => isCurrent(task, deployment));
  const missing = service.desiredCount - current.length;
  deployment.desiredCount = service.desiredCount;
  if (missing > 0 && ecs.kernel.time.now() >= deployment.notBefore) {
    startTasks(ecs, service, deployment, missing);
  }
}

function advance(ecs: Ecs, service: Service, green: Deployment): void {
  const now = ecs.kernel.time.now();
  const { shift } = green.serviceDeployment;
  if (!shift) {
    enter(ecs, service, green, 'SCALE_UP', 0, 0);
    return;
  }
  if (now < shift.endsAt || !isScaledUp(ecs, service, green)) return;
  const steps = stepsOf(service);
  const done = steps.findIndex(({ percent }) => percent === shift.percent);
  const next = steps[done + 1];
  if (shift.stage !== 'BAKE_TIME' && next) {
    enter(ecs, service, green, 'PRODUCTION_TRAFFIC_SHIFT', next.percent, next.forMs);
  } else if (shift.stage === 'PRODUCTION_TRAFFIC_SHIFT') {
    const { bakeTimeInMinutes = 0 } = service.deploymentConfiguration;
    enter(ecs, service, green, 'BAKE_TIME', 100, bakeTimeInMinutes * minuteMs);
  } else {
    enter(ecs, service, green, 'CLEAN_UP', 100, 0);
    return;
  }
  advance(ecs, service, green);
}

/** Traffic is not shifted to a revision that is not all there; later, a task may be missing while it is replaced. */
function isScaledUp(ecs: Ecs, service: Service, green: Deployment): boolean {
  if (green.serviceDeployment.shift?.stage !== 'SCALE_UP') return true;
  const healthy = wantedTasks(ecs, service).filter(
    (task) => isCurrent(task, green) && isHealthy(task),
  );
  return healthy.length >= service.desiredCount;
}

function enter(
  ecs: Ecs,
  { serviceName, serviceArn }: Service,
  { serviceDeployment }: Deployment,
  stage: LifecycleStage,
  percent: number,
  forMs: number,
): void {
  const now = ecs.kernel.time.now();
  serviceDeployment.shift = { stage, percent, endsAt: now + forMs };
  serviceDeployment.updatedAt = now;
  const what = `the deployment of ${serviceName} is at ${stage}: ${percent} % of the traffic`;
  ecs.kernel.tell('ecs', what, { serviceArn });
}
