import type { OutOfMemory } from '../config/types.ts';
import type { TaskDefinition } from '../core/definition.ts';
import type { ContainerOverride, Task, TaskOverride } from '../core/task.ts';

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

/**
 * What Fargate sells: CPU units, and the MiB of memory that go with them.
 * Source: Amazon ECS developer guide, task CPU and memory on Fargate.
 */
const fargateSizes: readonly { readonly cpu: number; readonly memory: readonly number[] }[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: range(1024, 4096, 1024) },
  { cpu: 1024, memory: range(2048, 8192, 1024) },
  { cpu: 2048, memory: range(4096, 16_384, 1024) },
  { cpu: 4096, memory: range(8192, 30_720, 1024) },
  { cpu: 8192, memory: range(16_384, 61_440, 4096) },
  { cpu: 16_384, memory: range(32_768, 122_880, 8192) },
];

export type MoreMemory = { readonly overrides: TaskOverride; readonly memoryMiB: number };

/**
 * The overrides that give a task, and the container that ran out, `factor` times the memory, in sizes that the
 * launch type sells and never above `maxMemoryMiB`. `null` when there is no more to give, or the size is not known.
 */
export function moreMemory(
  task: Task,
  definition: TaskDefinition,
  container: string | undefined,
  { factor, maxMemoryMiB }: OutOfMemory,
): MoreMemory | null {
  const grown = (mib: number) => Math.min(Math.ceil(mib * factor), maxMemoryMiB);
  const given = Number(task.overrides?.memory ?? task.memory ?? definition.memory);
  const containerLimit = limitOf(container, task, definition);
  const taskSize = Number.isFinite(given) ? sizeFor(task, grown(given), maxMemoryMiB) : null;
  if (taskSize && taskSize.memory > given) {
    const limit = containerLimit === null ? null : Math.min(grown(containerLimit), taskSize.memory);
    return {
      overrides: withMemory(task.overrides, taskSize, container, limit),
      memoryMiB: taskSize.memory,
    };
  }
  if (Number.isFinite(given) || containerLimit === null) return null;
  const limit = grown(containerLimit);
  if (limit <= containerLimit) return null;
  return { overrides: withMemory(task.overrides, null, container, limit), memoryMiB: limit };
}

type Size = { readonly cpu?: number; readonly memory: number };

/**
 * The smallest size with at least `wanted` MiB; on Fargate one of those it sells, with no less CPU than now, or else
 * the most that `max` allows.
 */
function sizeFor(task: Task, wanted: number, max: number): Size | null {
  if (task.launchType !== 'FARGATE') return { memory: wanted };
  const cpuNow = Number(task.overrides?.cpu ?? task.cpu ?? 0);
  const allowed = fargateSizes
    .filter(({ cpu }) => cpu >= cpuNow)
    .flatMap(({ cpu, memory }) => memory.map((mib) => ({ cpu, memory: mib })))
    .filter(({ memory }) => memory <= max);
  const enough = allowed.find(({ memory }) => memory >= wanted);
  return enough ?? allowed.toSorted((one, other) => other.memory - one.memory)[0] ?? null;
}

function limitOf(
  container: string | undefined,
  task: Task,
  definition: TaskDefinition,
): number | null {
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container);
  const defined = definition.containers.find(({ name }) => name === container);
  return override?.memory ?? defined?.memory ?? null;
}

function withMemory(
  overrides: TaskOverride | undefined,
  size: Size | null,
  container: string | undefined,
  limit: number | null,
): TaskOverride {
  const others = (overrides?.containerOverrides ?? []).filter(({ name }) => name !== container);
  const its = overrides?.containerOverrides?.find(({ name }) => name === container);
  const raised: ContainerOverride[] =
    container === undefined || limit === null
      ? its
        ? [its]
        : []
      : [{ ...its, name: container, memory: limit }];
  return {
    ...overrides,
    ...(size ? { memory: String(size.memory) } : {}),
    ...(size?.cpu === undefined ? {} : { cpu: String(size.cpu) }),
    containerOverrides: [...others, ...raised],
  };
}
