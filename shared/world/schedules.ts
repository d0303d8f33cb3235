import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  type ScheduleSummary,
} from '@aws-sdk/client-scheduler';
import { nameOf } from '../core/errors.ts';
import type { Launch } from '../core/task.ts';
import type { Launchers } from '../core/world.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';
import { isRunTask, launchOf } from './target-launch.ts';

export function schedules(connection: Connection): Pick<Launchers, 'targetsOfSchedules'> {
  const client = new SchedulerClient(connection.settings());
  return {
    async targetsOfSchedules(name, cut) {
      const listed = await looking('scheduler:ListSchedules', () => list(client, name));
      if (!listed.known) return listed;
      return looking('scheduler:GetSchedule', async () => {
        const found: Launch[] = [];
        const named = listed.value.filter(({ Name }) => cut || Name === name);
        // One after the other: a prefix names few schedules, and GetSchedule is throttled per account.
        for (const summary of named.filter(startsTasks)) {
          found.push(...(await scheduled(client, summary)));
        }
        return found;
      });
    },
  };
}

/** An ECS schedule has the cluster or RunTask as its target; asking about the others would be wasted calls. */
const startsTasks = ({ Target }: ScheduleSummary): boolean =>
  Target?.Arn !== undefined && (Target.Arn.includes(':cluster/') || isRunTask(Target.Arn));

async function list(client: SchedulerClient, NamePrefix: string): Promise<ScheduleSummary[]> {
  const summaries: ScheduleSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = { NamePrefix, ...(NextToken === undefined ? {} : { NextToken }) };
    const answer = await client.send(new ListSchedulesCommand(page));
    summaries.push(...(answer.Schedules ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return summaries;
}

/** Nothing where the schedule went away meanwhile. */
async function scheduled(
  client: SchedulerClient,
  { Name = '', GroupName }: ScheduleSummary,
): Promise<readonly Launch[]> {
  try {
    const { Target } = await client.send(
      new GetScheduleCommand({ Name, ...(GroupName === undefined ? {} : { GroupName }) }),
    );
    const launch = Target && launchOf(Target);
    return launch ? [launch] : [];
  } catch (thrown) {
    if (nameOf(thrown) === 'ResourceNotFoundException') return [];
    throw thrown;
  }
}
