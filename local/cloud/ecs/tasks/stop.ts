import type { Ecs } from '../state/ecs.ts';
import type { Container, StopCode, Task } from '../state/model.ts';
import { callOff, changed, moveTo, plan } from './changed.ts';
import { terminate } from './containers.ts';
import { detachInterface } from './network.ts';
import { isBalanced } from './targets.ts';
import { howLong } from './timing.ts';

/** Begins a task's end. What it was told first stays the reason. */
export function stopTask(
  ecs: Ecs,
  task: Task,
  why: { readonly stopCode: StopCode; readonly stoppedReason: string },
): void {
  if (task.desiredStatus === 'STOPPED') return;
  callOff(task);
  task.desiredStatus = 'STOPPED';
  task.stopCode = why.stopCode;
  task.stoppedReason = why.stoppedReason;
  task.stoppingAt = ecs.kernel.time.now();
  changed(ecs, task);
  if (task.containers.every(({ lastStatus }) => lastStatus === 'PENDING')) {
    plan(ecs, task, howLong(ecs.kernel, 'halt'), 'cleaning up', () => windDown(ecs, task));
  } else {
    plan(ecs, task, howLong(ecs.kernel, 'halt'), 'deactivating', () => deactivate(ecs, task));
  }
}

/** The same, at once and without a farewell: the machine below it is gone. */
export function loseTask(
  ecs: Ecs,
  task: Task,
  why: { readonly stopCode: StopCode; readonly stoppedReason: string },
): void {
  if (task.lastStatus === 'STOPPED') return;
  callOff(task);
  task.desiredStatus = 'STOPPED';
  task.stopCode = why.stopCode;
  task.stoppedReason = why.stoppedReason;
  task.stoppingAt ??= ecs.kernel.time.now();
  for (const container of task.containers) callOff(container);
  finish(ecs, task);
}

function deactivate(ecs: Ecs, task: Task): void {
  if (isBalanced(task) || task.networkInterface) moveTo(ecs, task, 'DEACTIVATING');
  const what = isBalanced(task) && task.startedAt !== undefined ? 'drain' : 'deactivate';
  plan(ecs, task, howLong(ecs.kernel, what), 'stopping', () => {
    moveTo(ecs, task, 'STOPPING');
    continueStopping(ecs, task);
  });
}

/** Ends the containers that nothing depends on any more; once all have ended, tidies up. */
export function continueStopping(ecs: Ecs, task: Task): void {
  if (task.lastStatus !== 'STOPPING') return;
  const running = task.containers.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  if (running.length === 0) {
    windDown(ecs, task);
    return;
  }
  for (const container of running) {
    if (!container.signalled && !isNeeded(container, running)) terminate(ecs, task, container);
  }
}

const isNeeded = (container: Container, running: readonly Container[]): boolean =>
  running.some(({ definition }) =>
    definition.dependsOn?.some(({ containerName }) => containerName === container.definition.name),
  );

function windDown(ecs: Ecs, task: Task): void {
  task.executionStoppedAt = ecs.kernel.time.now();
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  if (!task.networkInterface) {
    finish(ecs, task);
    return;
  }
  moveTo(ecs, task, 'DEPROVISIONING');
  plan(ecs, task, howLong(ecs.kernel, 'deprovision'), 'deprovisioning', () => finish(ecs, task));
}

function finish(ecs: Ecs, task: Task): void {
  detachInterface(ecs, task);
  for (const container of task.containers) container.lastStatus = 'STOPPED';
  task.executionStoppedAt ??= ecs.kernel.time.now();
  task.stoppedAt = ecs.kernel.time.now();
  ecs.live.delete(task);
  moveTo(ecs, task, 'STOPPED');
}
