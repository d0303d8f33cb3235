import { createHosts, type Hosts } from './hosts.ts';
import { startAsService } from './run-task.ts';
import { lookSoon } from './services/schedule.ts';
import type { Ecs, LaunchFailure } from './state/ecs.ts';
import { clusterArnOf } from './state/find.ts';
import type { ClusterStatus, Task } from './state/model.ts';
import type { Behaviour, ProgramMatch, Start } from './state/program.ts';
import type { Service } from './state/service.ts';
import { crashContainer } from './tasks/containers.ts';
import { interruptTask } from './tasks/interrupt.ts';

/** A hand on everything in the local ECS that is not an API call: for stories, and for other services. */
export type Controls = {
  /** Says what containers do that match; the last word counts. Without one they run for ever. */
  readonly program: (
    match: ProgramMatch,
    behaviour: Behaviour | ((start: Start) => Behaviour),
  ) => void;
  /** Takes a Spot task's capacity back: the two-minute warning now, SIGTERM with it. */
  readonly reclaimSpot: (taskArn: string) => void;
  /** Ends a running container. */
  readonly crash: (
    taskArn: string,
    container: string,
    how: { readonly exitCode: number; readonly reason?: string },
  ) => void;
  readonly hosts: Hosts;
  /** Whether `FARGATE` or `FARGATE_SPOT` has capacity. */
  readonly capacity: (provider: 'FARGATE' | 'FARGATE_SPOT', on: boolean) => void;
  /** Adds a subnet, or says how many free addresses it has. */
  readonly subnet: (
    subnetId: string,
    parts: { readonly availabilityZone?: string; readonly free?: number },
  ) => void;
  readonly clusterStatus: (cluster: string, status: ClusterStatus) => void;
  /** Has the next call of RunTask that is not refused answer these failures, and no task. */
  readonly failNextRunTask: (failures: readonly LaunchFailure[]) => void;
  /** Throttles RegisterTaskDefinition as AWS does; has the next ones collide with another of their family. */
  readonly registrations: (how: {
    readonly throttled?: boolean;
    readonly collisions?: number;
  }) => void;
  /** RunTask as EventBridge's schedulers call it. Answers the ARNs; throws what the API would. */
  readonly runTask: (input: { readonly [field: string]: unknown }) => {
    readonly taskArns: readonly string[];
    readonly failures: readonly LaunchFailure[];
  };
  /** All tasks still known, oldest first, as a story may look at them. */
  readonly tasks: (where?: TaskFilter) => readonly Task[];
  readonly services: () => readonly Service[];
};

type TaskFilter = {
  readonly family?: string;
  readonly service?: string;
  readonly lastStatus?: string;
};

export function createControls(ecs: Ecs): Controls {
  return {
    program: (match, behaviour) => {
      const decide = typeof behaviour === 'function' ? behaviour : () => behaviour;
      ecs.programs.unshift({ match, behaviour: decide, starts: 0 });
    },
    reclaimSpot: (taskArn) => interruptTask(ecs, taskOf(ecs, taskArn)),
    crash: (taskArn, name, { exitCode, reason }) => {
      const container = taskOf(ecs, taskArn).containers.find(
        ({ definition }) => definition.name === name,
      );
      if (container?.lastStatus !== 'RUNNING') throw new Error(`${name} does not run`);
      crashContainer(container, exitCode, reason);
    },
    hosts: createHosts(ecs),
    capacity: (provider, on) => setCapacity(ecs, provider, on),
    subnet: (subnetId, parts) => setSubnet(ecs, subnetId, parts),
    clusterStatus: (cluster, status) => {
      const found = ecs.clusters.get(clusterArnOf(ecs.kernel, cluster));
      if (!found) throw new Error(`there is no cluster ${cluster}`);
      found.status = status;
    },
    failNextRunTask: (failures) => {
      ecs.plannedFailures.push(failures);
    },
    registrations: ({ throttled, collisions }) => {
      ecs.registrations.throttled = throttled ?? ecs.registrations.throttled;
      ecs.registrations.collisions = collisions ?? ecs.registrations.collisions;
    },
    runTask: (input) => {
      const { tasks, failures } = startAsService(ecs, input);
      return { taskArns: tasks.map(({ taskArn }) => taskArn), failures };
    },
    tasks: ({ family, service, lastStatus } = {}) =>
      [...ecs.tasks.values()].filter(
        (task) =>
          (family === undefined || task.definition.family === family) &&
          (service === undefined || task.service?.serviceName === service) &&
          (lastStatus === undefined || task.lastStatus === lastStatus),
      ),
    services: () => [...ecs.services.values()],
  };
}

function taskOf(ecs: Ecs, taskArn: string): Task {
  const task = ecs.tasks.get(taskArn);
  if (!task) throw new Error(`there is no task ${taskArn}`);
  return task;
}

function setCapacity(ecs: Ecs, provider: string, on: boolean): void {
  if (on) ecs.exhausted.delete(provider);
  else ecs.exhausted.add(provider);
  for (const service of ecs.services.values()) if (on) lookSoon(ecs, service);
}

function setSubnet(
  ecs: Ecs,
  subnetId: string,
  { availabilityZone, free }: { readonly availabilityZone?: string; readonly free?: number },
): void {
  const existing = ecs.subnets.get(subnetId);
  if (existing && free !== undefined) existing.free = free;
  if (existing) return;
  ecs.subnets.set(subnetId, {
    subnetId,
    availabilityZone: availabilityZone ?? `${ecs.kernel.region}a`,
    prefix: `10.${ecs.subnets.size}`,
    free: free ?? 251,
    given: 0,
  });
}
