import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Task } from '../state/model.ts';
import { plan } from './changed.ts';
import { howLong } from './timing.ts';

/** How often a load balancer asks, and how many wrong answers it takes. */
const checkIntervalMs = 30 * secondMs;
const unhealthyThreshold = 2;

/** True for tasks that a load balancer sends requests to. */
export const isBalanced = (task: Task): boolean =>
  (task.deployment?.revision.loadBalancers.length ?? 0) > 0;

/** Plans what the load balancer will find: well soon, and unwell when the program says so. */
export function planTargetHealth(ecs: Ecs, task: Task): void {
  const registeredMs = howLong(ecs.kernel, 'register');
  const say = (healthy: boolean) => () => {
    task.targetHealthy = healthy;
    for (const watch of ecs.watchers) watch(task);
  };
  const failsFrom = targetFailsFrom(task);
  if (failsFrom === undefined || failsFrom > registeredMs) {
    plan(ecs, task, registeredMs, 'passing the load balancer health check', say(true));
  }
  if (failsFrom === undefined) return;
  const graceMs = (task.service?.healthCheckGracePeriodSeconds ?? 0) * secondMs;
  const failedMs = Math.max(failsFrom + unhealthyThreshold * checkIntervalMs, graceMs);
  plan(ecs, task, failedMs, 'failing the load balancer health check', () => {
    task.targetFailed = true;
    say(false)();
  });
}

function targetFailsFrom(task: Task): number | undefined {
  const names = task.deployment?.revision.loadBalancers.map(({ containerName }) => containerName);
  return task.containers.find(({ definition }) => names?.includes(definition.name))?.behaviour
    ?.targetUnhealthyAfterMs;
}
