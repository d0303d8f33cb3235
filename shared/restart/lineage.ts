import { createHash } from 'node:crypto';
import { nameOfArn } from '../core/arn.ts';
import type { Lineage } from '../core/decision.ts';
import type { Task } from '../core/task.ts';
import type { RestartMemory } from '../core/world.ts';
import type { Owner } from './owner.ts';

/** `startedBy` of a restarted task, from which its event tells the lineage. At most 128 characters of [A-Za-z0-9_/-]. */
export const startedByOf = (rootTaskArn: string, attempt: number): string =>
  `deckhand/${nameOfArn(rootTaskArn)}/${attempt}`;

/**
 * RunTask's `clientToken`, the same for every decision to start this attempt: ECS starts one task for it, however
 * often it is asked. 64 characters is all that ECS takes.
 * Source: Amazon ECS developer guide, ensuring idempotency.
 */
export const clientTokenOf = (rootTaskArn: string, attempt: number): string =>
  createHash('sha256').update(`${rootTaskArn}#${attempt}`).digest('hex');

/** The ARN of a lineage's root task, which lived in the same cluster as the ones that stand for it. */
export const rootArnOf = (taskArn: string, rootTaskId: string): string =>
  `${taskArn.slice(0, taskArn.lastIndexOf('/') + 1)}${rootTaskId}`;

/** A lineage as far as it has come. `incident` is `null` where none is open yet. */
export type Prior = Omit<Lineage, 'launch' | 'incident' | 'taskArn'> & {
  readonly incident: string | null;
};

type Stopped = { readonly task: Task; readonly owner: Owner };

/**
 * The attempts before this failure. A task that ran for `resetAfterMs` or longer has proved itself: its failure is
 * a new one, and counting starts afresh with it.
 */
export function priorAttempts(
  stopped: Stopped,
  { lineage }: Pick<RestartMemory, 'lineage'>,
  resetAfterMs: number,
): Prior {
  const { task } = stopped;
  const prior = lineageOf(stopped, lineage);
  const ran = ranMs(task);
  if (prior && (ran === null || ran < resetAfterMs)) return prior;
  return {
    rootTaskArn: task.taskArn,
    rootStartedBy: prior?.rootStartedBy ?? task.startedBy ?? '',
    attempt: 0,
    gaveMemory: false,
    incident: null,
  };
}

/** What is remembered; where the task itself is a later attempt than that, or nothing is, what its `startedBy` tells. */
function lineageOf({ task, owner }: Stopped, lineage: Lineage | null): Prior | null {
  const { rootTaskId, attempt = 0 } = owner;
  if (lineage && lineage.attempt >= attempt) {
    const { rootTaskArn, rootStartedBy, gaveMemory, incident } = lineage;
    return { rootTaskArn, rootStartedBy, attempt: lineage.attempt, gaveMemory, incident };
  }
  if (rootTaskId === undefined) return null;
  return {
    rootTaskArn: rootArnOf(task.taskArn, rootTaskId),
    rootStartedBy: lineage?.rootStartedBy ?? '',
    attempt,
    // It may have been given, and is given once only.
    gaveMemory: true,
    incident: lineage?.incident ?? null,
  };
}

/** How long the task ran; `null` for one that never started. */
const ranMs = ({ startedAt, stoppedAt }: Task): number | null =>
  startedAt && stoppedAt ? Date.parse(stoppedAt) - Date.parse(startedAt) : null;
