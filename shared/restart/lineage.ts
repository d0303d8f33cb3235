import { createHash } from 'node:crypto';
import { nameOfArn } from '../core/arn.ts';
import type { Lineage } from '../core/decision.ts';
import type { Task } from '../core/task.ts';
import type { RestartMemory } from '../core/world.ts';

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

/**
 * The attempts before this failure. A task that ran for `resetAfterMs` or longer has proved itself: its failure is
 * a new one, and counting starts afresh with it.
 */
export function priorAttempts(
  { task }: { readonly task: Task },
  { lineage }: RestartMemory,
  resetAfterMs: number,
): Prior {
  if (lineage && ranMs(task) < resetAfterMs) {
    const { rootTaskArn, rootStartedBy, attempt, gaveMemory, incident } = lineage;
    return { rootTaskArn, rootStartedBy, attempt, gaveMemory, incident };
  }
  return {
    rootTaskArn: task.taskArn,
    rootStartedBy: lineage?.rootStartedBy ?? task.startedBy ?? '',
    attempt: 0,
    gaveMemory: false,
    incident: null,
  };
}

/** How long the task ran; a task that never started has not. */
const ranMs = ({ startedAt, stoppedAt }: Task): number =>
  startedAt && stoppedAt ? Date.parse(stoppedAt) - Date.parse(startedAt) : 0;
