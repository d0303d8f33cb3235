import type { Ecs } from '../state/ecs.ts';
import type { Task } from '../state/model.ts';
import type { Deployment, Service } from '../state/service.ts';

/** The tasks of a service that are meant to run, oldest first. */
export const wantedTasks = (ecs: Ecs, service: Service): readonly Task[] =>
  [...ecs.live].filter((task) => task.service === service && task.desiredStatus === 'RUNNING');

export const liveTasks = (ecs: Ecs, service: Service): readonly Task[] =>
  [...ecs.live].filter((task) => task.service === service);

/** Running, and found well by every health check that there is. */
export const isHealthy = (task: Task): boolean =>
  task.lastStatus === 'RUNNING' && task.targetHealthy && containersAreHealthy(task);

const containersAreHealthy = (task: Task): boolean =>
  task.containers.every(
    ({ definition, health }) =>
      !definition.healthCheck || definition.essential === false || health === 'HEALTHY',
  );

/** Of the newest deployment, on a host that is to stay. */
export const isCurrent = (task: Task, primary: Deployment | undefined): boolean =>
  task.deployment === primary && task.instance?.status !== 'DRAINING';

export function countsOf(tasks: readonly Task[]): {
  readonly runningCount: number;
  readonly pendingCount: number;
} {
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  const pending = tasks.filter(({ lastStatus }) =>
    ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus),
  ).length;
  return { runningCount: running, pendingCount: pending };
}
