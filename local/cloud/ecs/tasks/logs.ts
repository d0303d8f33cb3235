import { type Ecs, secondMs } from '../state/ecs.ts';
import type { Container, Task } from '../state/model.ts';
import type { Behaviour } from '../state/program.ts';

/** Writes the program's lines to where the awslogs driver would; other drivers keep them to themselves. */
export function logLines(ecs: Ecs, task: Task, container: Container, behaviour: Behaviour): void {
  const lines = behaviour.writes ?? [];
  const target = logTarget(task, container);
  if (!target || lines.length === 0) return;
  const everyMs = Math.min(behaviour.everyMs ?? secondMs, lifetimeMs(behaviour) / lines.length);
  lines.forEach((line, index) => {
    const write = () => ecs.log(target.group, target.stream, line);
    container.plans.push(
      ecs.kernel.time.after(index * everyMs, `line of ${container.definition.name}`, write),
    );
  });
}

/** Lines come closer together where the container would be gone before the last one. */
function lifetimeMs({ exits, outOfMemory }: Behaviour): number {
  return Math.min(exits?.afterMs ?? Number.POSITIVE_INFINITY, outOfMemory?.afterMs ?? Infinity);
}

/** Group and stream of the awslogs driver: `prefix/container/task id`, or the runtime id without a prefix. */
function logTarget(
  task: Task,
  container: Container,
): { readonly group: string; readonly stream: string } | undefined {
  const { logConfiguration, name } = container.definition;
  const group = logConfiguration?.options?.['awslogs-group'];
  if (logConfiguration?.logDriver !== 'awslogs' || group === undefined) return undefined;
  const prefix = logConfiguration.options?.['awslogs-stream-prefix'];
  const stream = prefix ? `${prefix}/${name}/${task.id}` : (container.runtimeId ?? name);
  return { group, stream };
}

/** Why awslogs cannot write for this container, in Fargate's words; `null` when it can. */
export function missingLogGroup(ecs: Ecs, task: Task, container: Container): string | null {
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
