import type { Ecs, LaunchFailure } from '../state/ecs.ts';
import type { Cluster, ContainerInstance, Task, TaskDefinition } from '../state/model.ts';
import type { Overrides } from '../state/shapes.ts';

/** What is left of a host. */
export type Remaining = {
  readonly cpu: number;
  readonly memory: number;
  readonly interfaces: number;
  readonly ports: ReadonlySet<number>;
};

/** What tasks leave of a host, counting those that have not stopped yet. */
export function remainingOf(ecs: Ecs, instance: ContainerInstance): Remaining {
  const tasks = tasksOn(ecs, instance);
  const sum = (amount: (task: Task) => number) =>
    tasks.reduce((total, task) => total + amount(task), 0);
  return {
    cpu: instance.cpu - sum(({ cpu }) => Number(cpu)),
    memory: instance.memory - sum(({ memory }) => Number(memory)),
    interfaces: instance.interfaces - tasks.filter((task) => task.networkInterface).length,
    ports: new Set(tasks.flatMap((task) => hostPortsOf(task.definition))),
  };
}

export const tasksOn = (ecs: Ecs, instance: ContainerInstance): readonly Task[] =>
  [...ecs.live].filter((task) => task.instance === instance);

/** The ports of the host that a task definition asks for by number. */
function hostPortsOf(definition: TaskDefinition): readonly number[] {
  if (definition.networkMode === 'awsvpc' || definition.networkMode === 'none') return [];
  return definition.containerDefinitions
    .flatMap(({ portMappings }) => portMappings ?? [])
    .map(({ hostPort, containerPort }) =>
      definition.networkMode === 'host' ? (hostPort ?? containerPort ?? 0) : (hostPort ?? 0),
    )
    .filter((port) => port > 0);
}

/** The sizes of a task: its own, or the sum of its containers'. */
export function sizeOf(
  definition: TaskDefinition,
  overrides: Overrides,
): { readonly cpu: string; readonly memory: string } {
  const containers = definition.containerDefinitions;
  const sum = (amounts: readonly number[]) => `${amounts.reduce((total, next) => total + next, 0)}`;
  return {
    cpu: overrides.cpu ?? definition.cpu ?? sum(containers.map(({ cpu }) => cpu ?? 0)),
    memory:
      overrides.memory ??
      definition.memory ??
      sum(containers.map(({ memory, memoryReservation }) => memoryReservation ?? memory ?? 0)),
  };
}

/** The first host with room, fullest in memory last; or why each of them has none. */
export function place(
  ecs: Ecs,
  cluster: Cluster,
  definition: TaskDefinition,
  wanted: {
    readonly overrides: Overrides;
    readonly launchType: 'EC2' | 'EXTERNAL';
    readonly capacityProvider?: string | undefined;
  },
): { readonly instance: ContainerInstance } | { readonly failures: readonly LaunchFailure[] } {
  const candidates = instancesOf(ecs, cluster).filter(
    ({ status, launchType, capacityProviderName }) =>
      status === 'ACTIVE' &&
      launchType === wanted.launchType &&
      (wanted.capacityProvider === undefined || wanted.capacityProvider === capacityProviderName),
  );
  const looked = candidates.map((instance) => ({
    instance,
    remaining: remainingOf(ecs, instance),
    lacks: whatLacks(ecs, instance, definition, wanted.overrides),
  }));
  const [best] = looked
    .filter(({ lacks }) => lacks === null)
    .sort((a, b) => b.remaining.memory - a.remaining.memory);
  if (best) return { instance: best.instance };
  const failures = looked.map(({ instance, lacks }) => ({
    arn: instance.containerInstanceArn,
    reason: lacks ?? 'AGENT',
  }));
  return { failures: failures.length > 0 ? failures : [{ reason: 'EMPTY CAPACITY PROVIDER' }] };
}

/** Why this host cannot take the task, in ECS's word for it; `null` if it can. */
export function whatLacks(
  ecs: Ecs,
  instance: ContainerInstance,
  definition: TaskDefinition,
  overrides: Overrides,
): string | null {
  const remaining = remainingOf(ecs, instance);
  const size = sizeOf(definition, overrides);
  if (!instance.agentConnected) return 'AGENT';
  if (Number(size.cpu) > remaining.cpu) return 'RESOURCE:CPU';
  if (Number(size.memory) > remaining.memory) return 'RESOURCE:MEMORY';
  if (hostPortsOf(definition).some((port) => remaining.ports.has(port))) return 'RESOURCE:PORTS';
  if (definition.networkMode === 'awsvpc' && remaining.interfaces <= 0) return 'RESOURCE:ENI';
  return null;
}

export const instancesOf = (ecs: Ecs, cluster: Cluster): readonly ContainerInstance[] =>
  [...ecs.instances.values()].filter(
    (instance) => instance.cluster === cluster && instance.status !== 'INACTIVE',
  );
