import { ECSClient } from '@aws-sdk/client-ecs';
import type { Uses, UsesSeen } from '../../core/uses.ts';
import type { Connection } from '../connection.ts';
import type { Table } from '../table.ts';
import { clusters } from './clusters.ts';
import { daemons } from './daemons.ts';
import { type Described, definitions } from './definitions.ts';
import { functions } from './functions.ts';
import { type Head, keepHead, readHeads } from './heads.ts';
import { jobDefinitions, jobs } from './jobs.ts';
import { rules, schedules } from './launches.ts';
import { afterwards, usesIn } from './remember.ts';
import { previousRevisions } from './revisions.ts';
import { services } from './services.ts';
import { type Source, seen } from './source.ts';
import { stateMachines } from './state-machines.ts';
import { tasks } from './tasks.ts';

/** One last look serves the deletions that follow within so long: a large repository goes in groups. */
const lastLookMs = 30_000;

/** Each source by what one has to be allowed to ask it. */
type Named = { readonly source: Source; readonly actions: string };

/** Who uses images: every source of the account, in the stack's region. */
export function uses(connection: Connection, table: () => Promise<Table>): Uses {
  const client = new ECSClient(connection.patient());
  const revisions: Described = new Map();
  let last: UsesSeen | undefined;
  const sources = (perFamily: number): readonly Named[] => {
    const known = definitions(client, revisions);
    const everywhere = clusters(client);
    return [
      { source: tasks(client, everywhere), actions: 'ecs:ListTasks or ecs:DescribeTasks' },
      { source: services(client, everywhere, known), actions: 'ecs:DescribeServices or alike' },
      { source: daemons(client, everywhere), actions: 'ecs:ListDaemons or alike' },
      { source: previousRevisions(client, known, perFamily), actions: 'ecs:ListTaskDefinitions' },
      { source: rules(connection, known), actions: 'events:ListRules or alike' },
      { source: schedules(connection, known), actions: 'scheduler:ListSchedules or alike' },
      { source: stateMachines(connection, known), actions: 'states:ListStateMachines or alike' },
      { source: jobDefinitions(connection), actions: 'batch:DescribeJobDefinitions' },
      { source: jobs(connection), actions: 'batch:ListJobs or batch:DescribeJobs' },
      { source: functions(connection), actions: 'lambda:ListFunctions or lambda:GetFunction' },
    ];
  };
  return {
    async look({ maxAgeMs, rememberMs, previousRevisions: perFamily }) {
      const now = connection.clock.now();
      const heads = await readHeads(
        await table(),
        sources(0).map(({ source }) => source.source),
      );
      const all: Head[] = [];
      // One after the other: the APIs throttle per account, and nobody waits for this.
      for (const { source, actions } of sources(perFamily)) {
        const before = heads.get(source.source);
        const isFresh = before && now.getTime() - Date.parse(before.lookedAt) < maxAgeMs;
        const head = isFresh
          ? before
          : afterwards(source.source, await seen(source, actions), before, now, rememberMs);
        if (!isFresh) await keepHead(await table(), head);
        all.push(head);
      }
      return usesIn(all, now);
    },
    async lookOnly({ rememberMs, previousRevisions: perFamily }, asking) {
      const now = connection.clock.now();
      const named = sources(perFamily);
      const heads = await readHeads(
        await table(),
        named.map(({ source }) => source.source),
      );
      const all: Head[] = [];
      for (const { source, actions } of named) {
        asking(source.source);
        const before = heads.get(source.source);
        const found = await seen(source, actions);
        all.push(afterwards(source.source, found, before, now, rememberMs));
      }
      return usesIn(all, now);
    },
    async again({ previousRevisions: perFamily }) {
      const now = connection.clock.now();
      if (last && now.getTime() - Date.parse(last.lookedAt) < lastLookMs) return last;
      const all: Head[] = [];
      for (const { source, actions } of sources(perFamily)) {
        all.push(afterwards(source.source, await seen(source, actions), undefined, now, 0));
      }
      last = usesIn(all, now);
      return last;
    },
  };
}
