import type { TaskDefinition } from '../core/definition.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import { messageOf, Unavailable } from '../core/errors.ts';
import { ask, type Known, known, unknown } from '../core/known.ts';
import type { LogExcerpt } from '../core/notice.ts';
import { redact, redactLines } from '../core/redact.ts';
import type { Task } from '../core/task.ts';
import type { World } from '../core/world.ts';
import { changesBetween } from './changes.ts';
import { logStreamOf } from './log-stream.ts';

/** What people want to see beside the cause. Nice to have: what cannot be looked up says why, and holds up nothing. */
export type Context = {
  readonly log?: LogExcerpt;
  readonly changes: Known<readonly string[]>;
};

const logLines = 20;

/** Looks up the last log lines of the container that ended the task, and what its revision changed. */
export async function gatherContext(
  task: Task,
  definition: Known<TaskDefinition | null>,
  diagnosis: Diagnosis,
  world: World,
): Promise<Context> {
  const [log, changes] = await Promise.all([
    gatherLog(task, definition, diagnosis, world),
    gatherChanges(definition, world),
  ]);
  return { changes, ...(log ? { log } : {}) };
}

async function gatherLog(
  task: Task,
  definition: Known<TaskDefinition | null>,
  { container }: Diagnosis,
  world: World,
): Promise<LogExcerpt | null> {
  if (container === undefined || !hasRun(task, container)) return null;
  const stream = logStreamOf(task, definition, container);
  if (!stream.known) return { container, lines: [], why: stream.why };
  const { group, name, region } = stream.value;
  const lines = await optional(world.logs.tail(group, name, logLines, region));
  return lines.known
    ? { container, lines: redactLines(lines.value) }
    : { container, lines: [], why: lines.why };
}

/** A container that never started has written nothing. */
const hasRun = (task: Task, name: string): boolean =>
  task.containers.some((one) => one.name === name && one.exitCode !== undefined);

async function gatherChanges(
  definition: Known<TaskDefinition | null>,
  world: World,
): Promise<Known<readonly string[]>> {
  if (!definition.known) return definition;
  const now = definition.value;
  if (!now) return unknown('its task definition does not exist any more');
  if (now.revision <= 1) return known([]);
  const before = await optional(
    world.ecs.describeTaskDefinition(revisionBefore(now.taskDefinitionArn, now.revision)),
  );
  return ask(before, (previous) =>
    previous ? changesBetween(previous, now).map(redact) : ['the revision before was deleted'],
  );
}

const revisionBefore = (taskDefinitionArn: string, revision: number): string =>
  `${taskDefinitionArn.slice(0, taskDefinitionArn.lastIndexOf(':'))}:${revision - 1}`;

/** What may be missing in a message must not hold the message up. */
async function optional<T>(looking: Promise<Known<T>>): Promise<Known<T>> {
  try {
    return await looking;
  } catch (thrown) {
    if (thrown instanceof Unavailable) return unknown(messageOf(thrown));
    throw thrown;
  }
}
