import type { Ecs } from '../state/ecs.ts';
import type { Task } from '../state/model.ts';
import { stopTask } from './stop.ts';

/**
 * Takes the Spot capacity below a task back. The warning says `TerminationNotice` while the task still runs;
 * SIGTERM follows it, and what comes after says `SpotInterruption`.
 */
export function interruptTask(ecs: Ecs, task: Task): void {
  if (task.desiredStatus === 'STOPPED') return;
  const stoppedReason = 'Your Spot Task was interrupted.';
  stopTask(ecs, task, { stopCode: 'TerminationNotice', stoppedReason });
  task.stopCode = 'SpotInterruption';
}
