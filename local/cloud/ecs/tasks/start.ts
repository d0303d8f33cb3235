import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Container, Task } from '../state/model.ts';
import { changed, moveTo, plan } from './changed.ts';
import { runContainer } from './containers.ts';
import { logTarget } from './logs.ts';
import { attachInterface } from './network.ts';
import { bindPorts } from './ports.ts';
import { pullImage } from './pull.ts';
import { continueStopping, stopTask } from './stop.ts';
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
  const isBalanced = (task.deployment?.revision.loadBalancers.length ?? 0) > 0;
  if (isBalanced || task.networkInterface) moveTo(ecs, task, 'ACTIVATING');
  plan(ecs, task, howLong(ecs.kernel, 'activate'), 'activating', () => {
    task.startedAt = ecs.kernel.time.now();
    moveTo(ecs, task, 'RUNNING');
    if (isBalanced) planTargetHealth(ecs, task);
  });
}

function planTargetHealth(ecs: Ecs, task: Task): void {
  const registeredMs = howLong(ecs.kernel, 'register');
  const say = (healthy: boolean) => () => {
    task.targetHealthy = healthy;
    for (const watch of ecs.watchers) watch(task);
  };
  const failsFrom = targetFailsFrom(task);
  if (failsFrom === undefined || failsFrom > registeredMs) {
    plan(ecs, task, registeredMs, 'passing the load balancer health check', say(true));
  }
  if (failsFrom === undefined) return;
  const graceMs = (task.service?.healthCheckGracePeriodSeconds ?? 0) * secondMs;
  const failedMs = Math.max(failsFrom + 2 * 30 * secondMs, graceMs);
  plan(ecs, task, failedMs, 'failing the load balancer health check', () => {
    task.targetFailed = true;
    say(false)();
  });
}

function targetFailsFrom(task: Task): number | undefined {
  const names = task.deployment?.revision.loadBalancers.map(({ containerName }) => containerName);
  return task.containers.find(({ definition }) => names?.includes(definition.name))?.behaviour
    ?.targetUnhealthyAfterMs;
}

function isReady(task: Task, container: Container): boolean {
  return (container.definition.dependsOn ?? []).every(({ containerName, condition }) => {
    const needed = task.containers.find(({ definition }) => definition.name === containerName);
    if (!needed) return false;
    if (condition === 'START') return needed.lastStatus !== 'PENDING';
    if (condition === 'HEALTHY') return needed.health === 'HEALTHY';
    if (condition === 'SUCCESS') return needed.lastStatus === 'STOPPED' && needed.exitCode === 0;
    return needed.lastStatus === 'STOPPED';
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

const blocksForEver = (task: Task, ended: Container): boolean =>
  ended.exitCode !== 0 &&
  task.containers.some(
    ({ lastStatus, definition }) =>
      lastStatus === 'PENDING' &&
      definition.dependsOn?.some(
        ({ containerName, condition }) =>
          containerName === ended.definition.name && condition === 'SUCCESS',
      ),
  );

function missingLogGroup(ecs: Ecs, task: Task, container: Container): string | null {
  const group = logTarget(task, container)?.group;
  const options = container.definition.logConfiguration?.options;
  if (group === undefined || options?.['awslogs-create-group'] === 'true') return null;
  if (ecs.logGroupExists(group)) return null;
  return (
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
    'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. ' +
    ': exit status 1'
  );
}

function runtimeId(ecs: Ecs, task: Task): string {
  const { hex, next } = ecs.kernel.dice;
  return task.launchType === 'FARGATE'
    ? `${task.id}-${Math.floor(next() * 9_000_000_000) + 1_000_000_000}`
    : hex(64);
}
