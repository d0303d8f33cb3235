import { nameOfArn } from '../core/arn.ts';
import type { Task } from '../core/task.ts';

/** Who started a task, and so who starts it again when it stops. */
export type Owner = {
  readonly kind:
    | 'service'
    | 'step-functions'
    | 'batch'
    | 'daemon'
    | 'schedule'
    | 'rule'
    | 'deckhand'
    | 'standalone';
  /** The service's, daemon's, schedule's or rule's name. */
  readonly name?: string;
  /** The service deployment that started it: `ecs-svc/0123456789`. */
  readonly deploymentId?: string;
  /** Of a task that we started again: the task it stands for, and which attempt it is. */
  readonly rootTaskId?: string;
  readonly attempt?: number;
  /** True when `name` may be only the beginning of the name. */
  readonly cut?: boolean;
};

/** The part of a task that tells its owner. */
type Started = Pick<Task, 'group' | 'startedBy' | 'clusterArn' | 'taskDefinitionArn' | 'overrides'>;

/**
 * The longest `startedBy` that schedules write. Longer names are cut; ones of exactly this length may be.
 * ECS itself takes 128 characters; 36 is what its API allowed until 2023, and what is seen on tasks.
 */
const startedByCaps: readonly number[] = [36, 128];

/**
 * Tells who owns a task from its `group` and `startedBy`, its cluster and its overrides. What nobody
 * claims is `standalone`: nothing in AWS starts it again.
 * Sources: Amazon ECS developer guide, task-maintenance (services replace, nobody else does); AWS Batch user
 * guide, job_env_vars (the prefix `AWS_BATCH_` is Batch's own); `chronos-schedule/` and `events-rule/` are
 * seen on tasks, not documented.
 */
export function ownerOf(task: Started): Owner {
  const group = task.group ?? '';
  const startedBy = task.startedBy ?? '';
  if (group.startsWith('service:') || startedBy.startsWith('ecs-svc/')) {
    return serviceOwner(group, startedBy);
  }
  if (isDaemon(task)) return daemonOwner(group);
  if (/^AWS Step Functions/i.test(startedBy)) return { kind: 'step-functions' };
  if (isBatch(task)) return { kind: 'batch' };
  return deckhandOwner(startedBy) ?? launcherOwner(startedBy) ?? { kind: 'standalone' };
}

function serviceOwner(group: string, startedBy: string): Owner {
  return {
    kind: 'service',
    ...(group.startsWith('service:') ? { name: group.slice('service:'.length) } : {}),
    ...(startedBy.startsWith('ecs-svc/') ? { deploymentId: startedBy } : {}),
  };
}

/** Managed daemons run `daemon-task-definition`s; the group's form is inferred from that of services. */
const isDaemon = (task: Started): boolean =>
  task.taskDefinitionArn.includes(':daemon-task-definition/') ||
  (task.group ?? '').startsWith('daemon:');

const daemonOwner = (group: string): Owner =>
  group.startsWith('daemon:')
    ? { kind: 'daemon', name: group.slice('daemon:'.length) }
    : { kind: 'daemon' };

/** Batch names the clusters it makes `AWSBatch-…` (formerly `…_Batch_<uuid>`) and sets `AWS_BATCH_…` variables. */
function isBatch(task: Started): boolean {
  const cluster = nameOfArn(task.clusterArn);
  if (/^AWSBatch-/.test(cluster) || /_Batch_[0-9a-f-]{36}$/.test(cluster)) return true;
  return (task.overrides?.containerOverrides ?? []).some(({ environment }) =>
    namesOf(environment).some((name) => name.startsWith('AWS_BATCH_')),
  );
}

function namesOf(environment: unknown): readonly string[] {
  if (!Array.isArray(environment)) return [];
  const entries: readonly unknown[] = environment;
  return entries.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string'
      ? [entry.name]
      : [],
  );
}

function deckhandOwner(startedBy: string): Owner | null {
  const found = /^deckhand\/([^/]+)\/(\d{1,9})$/.exec(startedBy);
  if (found?.[1] === undefined) return null;
  return { kind: 'deckhand', rootTaskId: found[1], attempt: Number(found[2]) };
}

function launcherOwner(startedBy: string): Owner | null {
  const found = /^(chronos-schedule|events-rule)\/(.+)$/.exec(startedBy);
  if (found?.[2] === undefined) return null;
  return {
    kind: found[1] === 'events-rule' ? 'rule' : 'schedule',
    name: found[2],
    ...(startedByCaps.includes(startedBy.length) ? { cut: true } : {}),
  };
}
