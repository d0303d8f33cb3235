import type { Task } from '../cloud/ecs/state/model.ts';
import type { Service } from '../cloud/ecs/state/service.ts';
import type { Town } from '../town/town.ts';

/** What acts look at to see whether a promise was kept. */

/** Tasks that Deckhand started again, oldest first. */
export const restartsOf = (town: Town, family: string): readonly Task[] =>
  town.tasksOf(family).filter(({ startedBy }) => startedBy?.startsWith('deckhand/'));

export function newest(town: Town, family: string): Task {
  const task = town.tasksOf(family).at(-1);
  if (!task) throw new Error(`no task of ${family} was ever started`);
  return task;
}

export const serviceOf = (town: Town, name: string): Service | undefined =>
  town.cloud.ecs.services().find(({ serviceName }) => serviceName === name);

/** True when as many tasks run as the service wants. */
export const isWhole = (town: Town, name: string): boolean =>
  town.cloud.ecs.tasks({ service: name, lastStatus: 'RUNNING' }).length ===
  serviceOf(town, name)?.desiredCount;

/** How often Deckhand has called an API so far. */
export const callsTo = ({ cloud }: Town, action: string): number =>
  cloud.calls.filter(
    (call) =>
      call.action === action &&
      cloud.template.functions.some(({ name }) => name === call.principal),
  ).length;

export const invocationsOf = ({ cloud }: Town, name: string): number =>
  cloud.lambda.invocations.filter((invocation) => invocation.function === name).length;
