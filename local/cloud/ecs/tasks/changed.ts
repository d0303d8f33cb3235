import type { Ecs } from '../state/ecs.ts';
import type { Task, TaskStatus } from '../state/model.ts';
import { taskInEvent } from '../wire/task.ts';

/** Counts a change of the task, tells the bus, then the service scheduler. */
export function changed(ecs: Ecs, task: Task): void {
  task.version += 1;
  ecs.kernel.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    resources: [task.taskArn],
    detail: taskInEvent(task, ecs.kernel.time.now()),
  });
  for (const watch of ecs.watchers) watch(task);
}

/** Moves the task on to its next status. */
export function moveTo(ecs: Ecs, task: Task, status: TaskStatus): void {
  task.lastStatus = status;
  if (status === 'RUNNING' || status === 'STOPPED') tell(ecs, task);
  changed(ecs, task);
}

/** Plans something for this task, which stopping it calls off. */
export function plan(
  ecs: Ecs,
  task: Task,
  delayMs: number,
  what: string,
  happen: () => void,
): void {
  task.plans.push(ecs.kernel.time.after(delayMs, `${what} of task ${task.id}`, happen));
}

export function callOff(planned: { plans: (() => void)[] }): void {
  for (const cancel of planned.plans) cancel();
  planned.plans = [];
}

function tell(ecs: Ecs, task: Task): void {
  const name = task.service?.serviceName ?? task.definition.family;
  const short = task.id.slice(0, 8);
  const what =
    task.lastStatus === 'STOPPED'
      ? `task ${short} of ${name} stopped: ${task.stoppedReason ?? task.stopCode}`
      : `task ${short} of ${name} is running`;
  ecs.kernel.tell('ecs', what, { taskArn: task.taskArn });
}
