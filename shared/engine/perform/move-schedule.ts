import { nameOfArn } from '../../core/arn.ts';
import type { MoveSchedule } from '../../core/scheduled.ts';
import type { World } from '../../core/world.ts';
import { type Circumstances, type Done, done, killed, refused } from './done.ts';

/** A try that died after it had written finds the schedule where it should be. */
export async function moveSchedule(
  { scheduled, taskDefinition }: MoveSchedule,
  { resumed }: Circumstances,
  world: World,
): Promise<Done> {
  const stopped = resumed ? await world.memory.killSwitch() : null;
  if (stopped) return refused(killed(stopped));
  const what = `${scheduled.by} ${scheduled.name}`;
  const moved = await world.scheduled.move(scheduled, taskDefinition);
  return 'refused' in moved
    ? { status: 'failed', what: `${what} was left as it is: ${moved.refused}` }
    : done(`${what} runs ${nameOfArn(taskDefinition)}`);
}
