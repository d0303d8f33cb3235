import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  type Target,
} from '@aws-sdk/client-scheduler';
import { nameOf } from '../../core/errors.ts';
import type { Connection } from '../connection.ts';
import { isRunTask, launchOf } from '../target-launch.ts';
import type { Definitions } from './definitions.ts';
import { allPages } from './pages.ts';
import { type Found, nothingFound, type Source, together } from './source.ts';

/** Rules of every bus, disabled ones included: somebody may enable them again. */
export function rules(connection: Connection, definitions: Definitions): Source {
  const client = new EventBridgeClient(connection.patient());
  return {
    source: 'event-rule',
    async look() {
      const buses = await allPages(async (NextToken) => {
        const answer = await client.send(new ListEventBusesCommand({ NextToken }));
        return { items: answer.EventBuses, next: answer.NextToken };
      });
      const found: Found[] = [];
      for (const { Name = 'default' } of buses) {
        found.push(await rulesOf(client, Name, definitions));
      }
      return together(found);
    },
  };
}

async function rulesOf(
  client: EventBridgeClient,
  EventBusName: string,
  definitions: Definitions,
): Promise<Found> {
  const named = await allPages(async (NextToken) => {
    const answer = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    return { items: answer.Rules, next: answer.NextToken };
  });
  const found: Found[] = [];
  for (const { Name: Rule = '' } of named) {
    const targets = await allPages(async (NextToken) => {
      const page = { Rule, EventBusName, NextToken };
      const answer = await client.send(new ListTargetsByRuleCommand(page));
      return { items: answer.Targets, next: answer.NextToken };
    });
    for (const target of targets) {
      const launch = launchOf(target);
      if (!launch) continue;
      const by = `rule ${EventBusName}/${Rule}`;
      found.push(await definitions.usesBy('event-rule', launch.taskDefinition, by));
    }
  }
  return { ...together(found), subjects: named.length };
}

/** Schedules of all groups, disabled ones included, by their ECS parameters or as a RunTask request of their own. */
export function schedules(connection: Connection, definitions: Definitions): Source {
  const client = new SchedulerClient(connection.patient());
  return {
    source: 'schedule',
    async look() {
      const listed = await allPages(async (NextToken) => {
        const answer = await client.send(new ListSchedulesCommand({ NextToken }));
        return { items: answer.Schedules, next: answer.NextToken };
      });
      const found: Found[] = [];
      for (const { Name = '', GroupName, Target: summary } of listed) {
        const arn = summary?.Arn ?? '';
        if (!arn.includes(':cluster/') && !isRunTask(arn)) continue;
        const target = await targetOf(client, Name, GroupName);
        if (target)
          found.push(await usesOf(target, `${GroupName ?? 'default'}/${Name}`, definitions));
      }
      return { ...together(found), subjects: listed.length };
    },
  };
}

/** `undefined` where the schedule went away meanwhile. */
async function targetOf(
  client: SchedulerClient,
  Name: string,
  GroupName: string | undefined,
): Promise<Target | undefined> {
  try {
    return (await client.send(new GetScheduleCommand({ Name, GroupName }))).Target;
  } catch (thrown) {
    if (nameOf(thrown) === 'ResourceNotFoundException') return undefined;
    throw thrown;
  }
}

async function usesOf(target: Target, named: string, definitions: Definitions): Promise<Found> {
  const launch = launchOf(target);
  const by = `schedule ${named}`;
  if (launch) return definitions.usesBy('schedule', launch.taskDefinition, by);
  const why = `${by} runs a task, and its input does not tell which`;
  return { ...nothingFound, gaps: [{ source: 'schedule', why }] };
}
