import type { Ecs } from '../state/ecs.ts';
import type { Task } from '../state/model.ts';
import type { Deployment, Service } from '../state/service.ts';
import { instancesOf } from '../tasks/place.ts';
import { stopTask } from '../tasks/stop.ts';
import { startTasks } from './start.ts';
import { isCurrent, isHealthy, liveTasks, wantedTasks } from './tasks.ts';

/** One task on each ACTIVE host; an old one has to go before the new one comes. Answers how long to wait. */
export function scheduleDaemon(ecs: Ecs, service: Service, primary: Deployment): number {
  const hosts = instancesOf(ecs, service.cluster).filter(
    ({ status, agentConnected }) => status === 'ACTIVE' && agentConnected,
  );
  service.desiredCount = hosts.length;
  primary.desiredCount = hosts.length;
  replaceOutdated(ecs, service);
  if (primary.rolloutState === 'FAILED') return Number.POSITIVE_INFINITY;
  const waitMs = () => primary.notBefore - ecs.kernel.time.now();
  if (waitMs() > 0) return waitMs();
  const live = liveTasks(ecs, service);
  for (const host of hosts) {
    if (live.some((task) => task.instance === host)) continue;
    startTasks(ecs, service, primary, 1, host);
  }
  return waitMs() > 0 ? waitMs() : Number.POSITIVE_INFINITY;
}

function replaceOutdated(ecs: Ecs, service: Service): void {
  const [primary] = service.deployments;
  const wanted = wantedTasks(ecs, service);
  const percent = service.deploymentConfiguration.minimumHealthyPercent ?? 0;
  const atLeast = Math.ceil((service.desiredCount * percent) / 100);
  const spare = Math.max(0, wanted.filter(isHealthy).length - atLeast);
  const outdated = wanted.filter((task) => !isCurrent(task, primary));
  const unhealthy = outdated.filter((task) => !isHealthy(task));
  const healthy = outdated.filter(isHealthy).slice(0, spare);
  for (const task of [...unhealthy, ...healthy]) leave(ecs, task);
}

const leave = (ecs: Ecs, task: Task): void =>
  stopTask(ecs, task, {
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Scaling activity initiated by (deployment ${task.deployment?.id})`,
  });
