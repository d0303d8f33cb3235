import type { Connection } from './connection.ts';
import { fleet } from './fleet.ts';
import { ledgers } from './ledgers.ts';
import { memory } from './memory.ts';
import { records } from './records.ts';
import { rollouts } from './rollouts.ts';
import { table as tableOf } from './table.ts';
import { watches } from './watches.ts';

/** All that is kept in the stack's table, by one client. */
export function stored(connection: Connection, name: string) {
  const table = tableOf(connection, name);
  return {
    table,
    fleet: fleet(table),
    ledgers: ledgers(table),
    memory: memory(table),
    records: records(table),
    rollouts: rollouts(table),
    watches: watches(table),
  };
}
