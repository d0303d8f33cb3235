import type { Container, Task } from '../state/model.ts';

/** Whether everything that `dependsOn` asks for is there. */
export function isReady(task: Task, container: Container): boolean {
  return (container.definition.dependsOn ?? []).every(({ containerName, condition }) => {
    const needed = task.containers.find(({ definition }) => definition.name === containerName);
    if (!needed) return false;
    if (condition === 'START') return needed.lastStatus !== 'PENDING';
    if (condition === 'HEALTHY') return needed.health === 'HEALTHY';
    if (condition === 'SUCCESS') return needed.lastStatus === 'STOPPED' && needed.exitCode === 0;
    return needed.lastStatus === 'STOPPED';
  });
}

/** True when a container that still waits can never start, because this one did not succeed. */
export const blocksForEver = (task: Task, ended: Container): boolean =>
  ended.exitCode !== 0 &&
  task.containers.some(
    ({ lastStatus, definition }) =>
      lastStatus === 'PENDING' &&
      definition.dependsOn?.some(
        ({ containerName, condition }) =>
          containerName === ended.definition.name && condition === 'SUCCESS',
      ),
  );
