import {
  GetScheduleCommand,
  paginateListSchedules,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { nameOf } from '../core/errors.ts';
import type { Known } from '../core/known.ts';
import type { Scheduled } from '../core/scheduled.ts';
import { asking, looking } from './failures.ts';
import { keepAnswer, sendInstead } from './raw-json.ts';
import { isOfFamily, type Target, taskDefinitionIn } from './scheduled-target.ts';

type Named = { readonly name: string; readonly group: string };

/** What GetSchedule tells and UpdateSchedule does not take; the name stands in its path. */
const notWritten: readonly string[] = ['Arn', 'CreationDate', 'LastModificationDate', 'Name'];

/** The list tells the cluster of each, and not the family: those of the cluster are asked one by one. */
export async function listSchedules(
  client: SchedulerClient,
  clusterArn: string,
  family: string,
): Promise<Known<readonly Scheduled[]>> {
  const listed = await looking('scheduler:ListSchedules', async () => {
    const found: Named[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client, pageSize: 100 }, {})) {
      for (const { Name: name, GroupName: group = 'default', Target } of Schedules) {
        if (name !== undefined && Target?.Arn === clusterArn) found.push({ name, group });
      }
    }
    return found;
  });
  if (!listed.known) return listed;
  return looking('scheduler:GetSchedule', async () => {
    const found: Scheduled[] = [];
    // One after the other: GetSchedule is throttled per account.
    for (const named of listed.value) {
      const schedule = await scheduleOf(client, named);
      const taskDefinition = schedule && taskDefinitionIn(schedule);
      if (taskDefinition && isOfFamily(taskDefinition, family)) {
        found.push({ by: 'schedule', ...named, taskDefinition });
      }
    }
    return found;
  });
}

/** A schedule as UpdateSchedule takes it; `null` where there is none. */
export async function scheduleOf(
  client: SchedulerClient,
  { name, group }: Named,
): Promise<Target | null> {
  const command = new GetScheduleCommand({ Name: name, GroupName: group });
  const answer = keepAnswer(command);
  try {
    await asking('scheduler:GetSchedule', () => client.send(command));
  } catch (thrown) {
    const { cause } = thrown instanceof Error ? thrown : { cause: undefined };
    if (nameOf(cause) === 'ResourceNotFoundException') return null;
    throw thrown;
  }
  return Object.fromEntries(
    Object.entries(answer()).filter(([field]) => !notWritten.includes(field)),
  );
}

export async function putSchedule(
  client: SchedulerClient,
  { name, group }: Named,
  schedule: Target,
): Promise<void> {
  // The input is only what the SDK demands; the schedule goes in its place.
  const command = new UpdateScheduleCommand({
    ...{ Name: name, GroupName: group, ScheduleExpression: '' },
    ...{ FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: '', RoleArn: '' } },
  });
  sendInstead(command, schedule);
  await asking('scheduler:UpdateSchedule', () => client.send(command));
}
