import type { Ecs } from '../state/ecs.ts';
import type { StopCode, Task } from '../state/model.ts';
import type { Deployment, Service } from '../state/service.ts';
import { stopTask } from '../tasks/stop.ts';
import { forgetFailures, watchBreaker } from './breaker.ts';
import { note } from './events.ts';
import { lookSoon } from './schedule.ts';
import { isHealthy } from './tasks.ts';
import { slowDown } from './throttle.ts';

const isNobodysFault: readonly (StopCode | undefined)[] = ['UserInitiated', 'SpotInterruption'];

/** What the scheduler makes of a task's change: replaces the unhealthy, counts the failed, looks again. */
export function watchServiceTask(ecs: Ecs, task: Task): void {
  const { service, deployment } = task;
  if (!service || !deployment) return;
  if (task.desiredStatus === 'RUNNING') {
    if (isHealthy(task)) forgetFailures(service, deployment);
    else if (task.lastStatus === 'RUNNING') replaceUnhealthy(ecs, service, deployment, task);
  } else if (!task.judged) {
    task.judged = true;
    countFailure(ecs, service, deployment, task);
  }
  lookSoon(ecs, service);
}

function replaceUnhealthy(ecs: Ecs, service: Service, deployment: Deployment, task: Task): void {
  const stoppedReason = unhealthyReason(task);
  if (stoppedReason === null) return;
  note(ecs, service, `(task ${task.id}) is unhealthy: ${stoppedReason}`);
  stopTask(ecs, task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason });
  countTowardsBreaker(ecs, service, deployment);
}

function unhealthyReason(task: Task): string | null {
  const isUnhealthy = task.containers.some(
    ({ definition, health }) => definition.essential !== false && health === 'UNHEALTHY',
  );
  if (isUnhealthy) return 'Task failed container health checks';
  if (!task.targetFailed) return null;
  const [balancer] = task.deployment?.revision.loadBalancers ?? [];
  return balancer?.targetGroupArn
    ? `Task failed ELB health checks in (target-group ${balancer.targetGroupArn})`
    : `Task failed ELB health checks in (elb ${balancer?.loadBalancerName})`;
}

function countFailure(ecs: Ecs, service: Service, deployment: Deployment, task: Task): void {
  const isScaling = task.stoppedReason?.startsWith('Scaling activity') ?? false;
  if (task.startedAt !== undefined || isScaling || isNobodysFault.includes(task.stopCode)) return;
  slowDown(ecs, service, deployment);
  countTowardsBreaker(ecs, service, deployment);
}

function countTowardsBreaker(ecs: Ecs, service: Service, deployment: Deployment): void {
  if (deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  watchBreaker(ecs, service, deployment);
}
