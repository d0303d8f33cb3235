import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Container, Task } from '../state/model.ts';
import { type Behaviour, behaviourOf } from '../state/program.ts';
import { callOff } from './changed.ts';
import { logLines } from './logs.ts';

const outOfMemoryReason = 'OutOfMemoryError: Container killed due to memory usage';
const killedCode = 137;
const goesQuietly = { afterMs: 500, code: 143 };

/** Starts a container: from now on its program decides. `ended` is told when it is over. */
export function runContainer(
  ecs: Ecs,
  task: Task,
  container: Container,
  ended: (container: Container) => void,
): void {
  const behaviour = behaviourOf(ecs.programs, task, container);
  container.behaviour = behaviour;
  container.ended = ended;
  if (behaviour.cannotStart !== undefined) {
    end(container, undefined, `CannotStartContainerError: ${behaviour.cannotStart}`);
    return;
  }
  container.lastStatus = 'RUNNING';
  container.startedAt = ecs.kernel.time.now();
  delete container.exitCode;
  delete container.reason;
  logLines(ecs, task, container, behaviour);
  planEnd(ecs, task, container, behaviour);
  planHealth(ecs, task, container, behaviour);
}

/** Ends a container that runs: by itself, or because somebody broke it. */
export function crashContainer(container: Container, exitCode: number, reason?: string): void {
  if (container.lastStatus === 'RUNNING') end(container, exitCode, reason);
}

/** SIGTERM, and SIGKILL once the stop timeout is over: exit code 137. */
export function terminate(ecs: Ecs, task: Task, container: Container): void {
  container.signalled = true;
  const timeoutMs = (container.definition.stopTimeout ?? 30) * secondMs;
  const answer = container.behaviour?.onSigterm ?? goesQuietly;
  const [afterMs, code] =
    answer === 'ignores' || answer.afterMs >= timeoutMs
      ? [timeoutMs, killedCode]
      : [answer.afterMs, answer.code];
  later(ecs, task, container, afterMs, 'end', () => end(container, code));
}

function end(container: Container, exitCode: number | undefined, reason?: string): void {
  callOff(container);
  container.lastStatus = 'STOPPED';
  if (exitCode !== undefined) container.exitCode = exitCode;
  if (reason !== undefined) container.reason = reason;
  container.ended?.(container);
}

function planEnd(ecs: Ecs, task: Task, container: Container, behaviour: Behaviour): void {
  const { exits, outOfMemory } = behaviour;
  const memoryMiB = container.memoryMiB ?? Number(task.memory);
  if (outOfMemory && memoryMiB < outOfMemory.needsMiB) {
    later(ecs, task, container, outOfMemory.afterMs, 'running out of memory', () =>
      end(container, killedCode, outOfMemoryReason),
    );
  }
  if (exits) {
    later(ecs, task, container, exits.afterMs, 'exit', () =>
      end(container, exits.code, exits.reason),
    );
  }
}

/** Says HEALTHY after the first check, UNHEALTHY after as many failed ones as the definition allows. */
function planHealth(ecs: Ecs, task: Task, container: Container, behaviour: Behaviour): void {
  const check = container.definition.healthCheck;
  if (!check) return;
  container.health = 'UNKNOWN';
  const intervalMs = (check.interval ?? 30) * secondMs;
  const failsFrom = behaviour.unhealthyAfterMs;
  const say = (health: 'HEALTHY' | 'UNHEALTHY') => () => {
    container.health = health;
    for (const watch of ecs.watchers) watch(task);
    container.healthChanged?.();
  };
  if (failsFrom === undefined || failsFrom > intervalMs) {
    later(ecs, task, container, intervalMs, 'health check', say('HEALTHY'));
  }
  if (failsFrom === undefined) return;
  const countsFrom = Math.max(failsFrom, (check.startPeriod ?? 0) * secondMs);
  const unhealthyAt = countsFrom + intervalMs * (check.retries ?? 3);
  later(ecs, task, container, unhealthyAt, 'failed health check', say('UNHEALTHY'));
}

function later(
  ecs: Ecs,
  task: Task,
  container: Container,
  delayMs: number,
  what: string,
  happen: () => void,
): void {
  const whose = `${what} of ${container.definition.name} in task ${task.id}`;
  container.plans.push(ecs.kernel.time.after(delayMs, whose, happen));
}
