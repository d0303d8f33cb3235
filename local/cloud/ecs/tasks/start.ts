import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Container, Task } from '../state/model.ts';
import { changed, moveTo, plan } from './changed.ts';
import { runContainer } from './containers.ts';
import { blocksForEver, isReady } from './depends.ts';
import { missingLogGroup } from './logs.ts';
import { attachInterface } from './network.ts';
import { bindPorts } from './ports.ts';
import { pullImage } from './pull.ts';
import { continueStopping, stopTask } from './stop.ts';
import { isBalanced, planTargetHealth } from './targets.ts';
import { howLong } from './timing.ts';

/** Sets a new task on its way: network, images, containers, load balancer. */
export function beginTask(ecs: Ecs, task: Task): void {
  changed(ecs, task);
  if (!task.networkInterface) {
    pull(ecs, task);
    return;
  }
  const delayMs = howLong(ecs.kernel, 'networkInterface');
  plan(ecs, task, delayMs, 'network interface', () => {
    const failure = attachInterface(ecs, task);
    if (failure === null) pull(ecs, task);
    else failToStart(ecs, task, failure);
  });
}

function pull(ecs: Ecs, task: Task): void {
  const now = ecs.kernel.time.now();
  task.connectivityAt = now;
  task.pullStartedAt = now;
  if (task.lastStatus !== 'PENDING') moveTo(ecs, task, 'PENDING');
  plan(ecs, task, howLong(ecs.kernel, 'pull'), 'pulling the images', () => {
    for (const container of task.containers) {
      const failure = pullImage(ecs, task, container) ?? missingLogGroup(ecs, task, container);
      if (failure === null) continue;
      if (!failure.startsWith('ResourceInitializationError')) container.reason = failure;
      failToStart(ecs, task, task.launchType === 'FARGATE' ? failure : 'Task failed to start');
      return;
    }
    task.pullStoppedAt = ecs.kernel.time.now();
    for (const container of task.containers) container.runtimeId = runtimeId(ecs, task);
    startReady(ecs, task);
  });
}

function failToStart(ecs: Ecs, task: Task, stoppedReason: string): void {
  stopTask(ecs, task, { stopCode: 'TaskFailedToStart', stoppedReason });
}

/** Starts every container whose dependencies are met; once all have started, the task is activated. */
function startReady(ecs: Ecs, task: Task): void {
  if (task.desiredStatus === 'STOPPED' || task.startedAt !== undefined) return;
  for (const container of task.containers) {
    if (container.lastStatus !== 'PENDING' || container.starting) continue;
    if (!isReady(task, container)) continue;
    container.starting = true;
    plan(ecs, task, howLong(ecs.kernel, 'start'), `starting ${container.definition.name}`, () => {
      container.starting = false;
      run(ecs, task, container);
    });
  }
}

function run(ecs: Ecs, task: Task, container: Container): void {
  container.healthChanged = () => startReady(ecs, task);
  container.networkBindings = bindPorts(ecs, task, container.definition);
  runContainer(ecs, task, container, () => containerEnded(ecs, task, container));
  if (task.desiredStatus === 'STOPPED') return;
  startReady(ecs, task);
  const hasStarted = task.containers.every(({ lastStatus }) => lastStatus !== 'PENDING');
  if (hasStarted && task.lastStatus === 'PENDING') activate(ecs, task);
}

function activate(ecs: Ecs, task: Task): void {
  if (isBalanced(task) || task.networkInterface) moveTo(ecs, task, 'ACTIVATING');
  plan(ecs, task, howLong(ecs.kernel, 'activate'), 'activating', () => {
    task.startedAt = ecs.kernel.time.now();
    moveTo(ecs, task, 'RUNNING');
    if (isBalanced(task)) planTargetHealth(ecs, task);
  });
}

/** What a container's end means: a restart of it, the end of the task, or nothing but news. */
function containerEnded(ecs: Ecs, task: Task, container: Container): void {
  if (task.desiredStatus === 'STOPPED') {
    continueStopping(ecs, task);
    return;
  }
  if (restarts(ecs, container)) {
    container.restartCount += 1;
    run(ecs, task, container);
    return;
  }
  if (container.definition.essential !== false) {
    endOfEssential(ecs, task, container);
    return;
  }
  if (blocksForEver(task, container)) {
    failToStart(ecs, task, 'Task failed to start');
    return;
  }
  changed(ecs, task);
  startReady(ecs, task);
}

function endOfEssential(ecs: Ecs, task: Task, container: Container): void {
  if (container.exitCode === undefined) {
    const isFargate = task.launchType === 'FARGATE';
    failToStart(ecs, task, (isFargate && container.reason) || 'Task failed to start');
    return;
  }
  stopTask(ecs, task, {
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
  });
}

/** An exit sooner than the attempt period is not restarted, nor one whose code is to be ignored. */
function restarts(ecs: Ecs, { definition, exitCode, startedAt }: Container): boolean {
  const policy = definition.restartPolicy;
  if (!policy?.enabled || exitCode === undefined || startedAt === undefined) return false;
  if (policy.ignoredExitCodes?.includes(exitCode)) return false;
  return ecs.kernel.time.now() - startedAt >= (policy.restartAttemptPeriod ?? 300) * secondMs;
}

function runtimeId(ecs: Ecs, task: Task): string {
  const { hex, next } = ecs.kernel.dice;
  return task.launchType === 'FARGATE'
    ? `${task.id}-${Math.floor(next() * 9_000_000_000) + 1_000_000_000}`
    : hex(64);
}
