import { isDeepStrictEqual } from 'node:util';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Moved, Scheduled, Schedules } from '../core/scheduled.ts';
import type { Connection } from './connection.ts';
import { putTarget, ruleTargets, targetOf } from './scheduled-rules.ts';
import { listSchedules, putSchedule, scheduleOf } from './scheduled-schedules.ts';
import { type Target, taskDefinitionIn, withTaskDefinition } from './scheduled-target.ts';

/** Schedules and rules that run tasks, read and written as their JSON is on the wire. */
export function scheduled(connection: Connection): Schedules {
  const scheduler = new SchedulerClient(connection.settings());
  const events = new EventBridgeClient(connection.settings());
  const waysOf = (one: Scheduled): Ways =>
    one.by === 'schedule'
      ? { read: () => scheduleOf(scheduler, one), write: (to) => putSchedule(scheduler, one, to) }
      : { read: () => targetOf(events, one), write: (to) => putTarget(events, one, to) };
  return {
    async running(clusterArn, family) {
      const schedules = await listSchedules(scheduler, clusterArn, family);
      if (!schedules.known) return schedules;
      const rules = await ruleTargets(events, clusterArn, family);
      return rules.known ? { known: true, value: [...schedules.value, ...rules.value] } : rules;
    },
    move: (one, taskDefinition) => move(one, taskDefinition, waysOf(one)),
  };
}

type Ways = {
  /** `null`: it is gone. */
  readonly read: () => Promise<Target | null>;
  readonly write: (target: Target) => Promise<void>;
};

/** Both APIs replace the whole: what is written is what was read a moment before, but for the task definition. */
async function move(one: Scheduled, to: string, { read, write }: Ways): Promise<Moved> {
  const before = await read();
  if (!before) return { refused: 'it is gone' };
  const runs = taskDefinitionIn(before);
  if (runs === to) return { moved: true };
  if (runs !== one.taskDefinition) return { refused: `it runs ${runs} by now` };
  const meant = withTaskDefinition(before, to);
  await write(meant);
  const after = await read();
  return isDeepStrictEqual(after, meant)
    ? { moved: true }
    : { refused: 'it is not what was meant afterwards: somebody changed it at the same time' };
}
