import { describe, expect, test } from '@jest/globals';
import { offlineWorld } from '../../cli/offline-world.ts';
import type { TaskDefinition } from '../../shared/core/definition.ts';
import { known } from '../../shared/core/known.ts';
import type { Task } from '../../shared/core/task.ts';
import { gather } from '../../shared/restart/gather.ts';
import { yml } from '../support/config.ts';
import { aLineage, aMemory, aRestartedTask, now } from '../support/restarts.ts';
import { aContainer, aContainerDefinition, aDefinition, aTask, stops } from '../support/tasks.ts';

async function gathered(task: Task, definition: TaskDefinition = aDefinition()) {
  const world = offlineWorld(new Date(now));
  let looks = 0;
  const describeTaskDefinition = async () => {
    looks += 1;
    return known(definition);
  };
  const restartFacts = async () => aMemory({ lineage: aLineage() });
  const facts = await gather(
    {
      kind: 'task-stopped',
      id: `${task.taskArn}#6`,
      at: now,
      account: '123456789012',
      region: 'eu-west-1',
      task,
    },
    {
      ...world,
      ecs: { ...world.ecs, describeTaskDefinition },
      memory: { ...world.memory, restartFacts },
    },
    yml(),
  );
  if (facts.about !== 'stopped') throw new Error(`these facts are about ${facts.about}`);
  return { facts, looks };
}

const withHelper = aDefinition({
  containers: [aContainerDefinition(), aContainerDefinition({ name: 'migrate', essential: false })],
});
const helperAnd = (exitCode: number, helperExitCode: number, task = aTask()): Task => ({
  ...task,
  containers: [
    aContainer({ name: 'migrate', exitCode: helperExitCode }),
    aContainer({ name: 'app', exitCode }),
  ],
});

describe('what is looked up about a stop', () => {
  test.each([
    ['a job that is done', aTask({ exitCode: 0 })],
    ['a task stopped by a person', aTask({ ...stops.byPerson, exitCode: 137 })],
  ])('is nothing for %s', async (_, task) => {
    const { facts, looks } = await gathered(task);

    expect(facts).toMatchObject({ looked: null, ended: null, diagnosis: { class: 'normal' } });
    expect(looks).toBe(0);
  });

  test('is which container counts, where a helper ended well and another was killed', async () => {
    const { facts } = await gathered(helperAnd(137, 0), withHelper);

    expect(facts.diagnosis).toMatchObject({ id: 'killed', container: 'app' });
    expect(facts.looked).not.toBeNull();
  });

  test('stops there when it was the helper that was killed: the job is done', async () => {
    const { facts, looks } = await gathered(helperAnd(0, 143), withHelper);

    expect(facts).toMatchObject({ looked: null, diagnosis: { id: 'job-finished' } });
    expect(looks).toBe(1);
  });

  test('is which incident is over, where one of our restarts ended well beside its helper', async () => {
    const { facts } = await gathered(helperAnd(0, 143, aRestartedTask(1)), withHelper);

    expect(facts).toMatchObject({ looked: null, ended: { incident: aLineage().incident } });
  });
});
