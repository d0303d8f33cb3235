import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Cluster, Task } from '../state/model.ts';
import type { Deployment, Service } from '../state/service.ts';
import { stopTask } from '../tasks/stop.ts';
import { watchAlarms } from './alarms.ts';
import { scheduleDaemon } from './daemon.ts';
import { complete } from './deploy.ts';
import { emitAction, note } from './events.ts';
import { blueOf, scheduleShift } from './shift.ts';
import { startTasks } from './start.ts';
import { isCurrent, isHealthy, liveTasks, wantedTasks } from './tasks.ts';

const never = Number.POSITIVE_INFINITY;

/** Has the scheduler look at a service soon; several reasons to look make one look. */
export function lookSoon(ecs: Ecs, service: Service, delayMs: number = 2 * secondMs): void {
  service.nextLook?.();
  service.nextLook = ecs.kernel.time.after(delayMs, `look at ${service.serviceName}`, () => {
    service.nextLook = undefined;
    look(ecs, service);
  });
}

/** The same for every service of a cluster: its hosts have changed. */
export function lookAtCluster(ecs: Ecs, cluster: Cluster): void {
  for (const service of ecs.services.values()) {
    if (service.cluster === cluster && service.status !== 'INACTIVE') lookSoon(ecs, service);
  }
}

/** One look of the scheduler: stops what is too much, starts what is missing, notices what is finished. */
function look(ecs: Ecs, service: Service): void {
  if (service.status === 'INACTIVE') return;
  if (service.status === 'DRAINING') {
    drain(ecs, service);
    return;
  }
  const [primary] = service.deployments;
  if (!primary) return;
  const waitMs = service.schedulingStrategy === 'DAEMON' ? scheduleDaemon : scheduleReplicas;
  const waits = [waitMs(ecs, service, primary), watchAlarms(ecs, service, primary)];
  notice(ecs, service);
  const nextMs = Math.min(...waits);
  if (Number.isFinite(nextMs)) lookSoon(ecs, service, nextMs);
}

/** Answers how long to wait for the next look, if nothing happens meanwhile. */
function scheduleReplicas(ecs: Ecs, service: Service, primary: Deployment): number {
  primary.desiredCount = service.desiredCount;
  stopSurplus(ecs, service);
  const blue = blueOf(service);
  if (blue) return scheduleShift(ecs, service, { blue, green: primary });
  const wanted = wantedTasks(ecs, service);
  const missing = service.desiredCount - wanted.filter((task) => isCurrent(task, primary)).length;
  const room = atMost(service) - wanted.length;
  const count = Math.min(missing, room);
  if (count <= 0 || primary.rolloutState === 'FAILED') return never;
  const waitMs = primary.notBefore - ecs.kernel.time.now();
  if (waitMs <= 0) startTasks(ecs, service, primary, count);
  const nextMs = primary.notBefore - ecs.kernel.time.now();
  return nextMs > 0 ? nextMs : never;
}

/** What is too much of the newest deployment, and of older ones what enough healthy tasks make up for. */
function stopSurplus(ecs: Ecs, service: Service): void {
  const [primary] = service.deployments;
  const blue = blueOf(service);
  const wanted = wantedTasks(ecs, service).filter((task) => !blue || !isCurrent(task, blue));
  const current = wanted.filter((task) => isCurrent(task, primary));
  const surplus = byWorth(current).slice(0, Math.max(0, current.length - service.desiredCount));
  const spare = blue
    ? wanted.length
    : wanted.filter(isHealthy).length - surplus.filter(isHealthy).length - atLeast(service);
  const outdated = wanted.filter((task) => !isCurrent(task, primary));
  const unhealthy = outdated.filter((task) => !isHealthy(task));
  const healthy = outdated.filter(isHealthy).slice(0, Math.max(0, spare));
  scaleIn(ecs, service, [...surplus, ...unhealthy, ...healthy]);
}

/** Not healthy ones first, then the newest. */
const byWorth = (tasks: readonly Task[]): readonly Task[] =>
  tasks.toReversed().sort((a, b) => Number(isHealthy(a)) - Number(isHealthy(b)));

function scaleIn(ecs: Ecs, service: Service, tasks: readonly Task[]): void {
  const [primary] = service.deployments;
  if (tasks.length === 0) return;
  const names = tasks.map(({ id }) => `(task ${id})`).join(' ');
  note(ecs, service, `has stopped ${tasks.length} running tasks: ${names}.`);
  for (const task of tasks) {
    const deployment = task.deployment?.id ?? primary?.id;
    stopTask(ecs, task, {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${deployment})`,
    });
  }
}

const atLeast = ({ desiredCount, deploymentConfiguration }: Service): number =>
  Math.ceil((desiredCount * (deploymentConfiguration.minimumHealthyPercent ?? 100)) / 100);

const atMost = ({ desiredCount, deploymentConfiguration }: Service): number =>
  Math.floor((desiredCount * (deploymentConfiguration.maximumPercent ?? 200)) / 100);

/** A finished deployment, then the steady state: each is told when it begins. */
function notice(ecs: Ecs, service: Service): void {
  const [primary] = service.deployments;
  if (!primary) return;
  const wanted = wantedTasks(ecs, service);
  const healthy = wanted.filter((task) => isCurrent(task, primary) && isHealthy(task)).length;
  const isReached = healthy === service.desiredCount && wanted.length === healthy;
  if (isReached && primary.rolloutState === 'IN_PROGRESS') complete(ecs, service, primary);
  const isSteady = isReached && primary.rolloutState === 'COMPLETED';
  if (isSteady && !service.steady) {
    note(ecs, service, 'has reached a steady state.');
    emitAction(ecs, service, 'INFO', 'SERVICE_STEADY_STATE');
  }
  service.steady = isSteady;
}

function drain(ecs: Ecs, service: Service): void {
  scaleIn(ecs, service, wantedTasks(ecs, service));
  if (liveTasks(ecs, service).length > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}
