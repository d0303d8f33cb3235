import type { Quarantined } from '../../core/operations.ts';
import type { Rollouts } from '../../core/rollout.ts';
import { quarantine } from '../listed.ts';
import { parsed, type Table } from '../table.ts';
import { itemsOf, keysOf } from './listed-items.ts';

/** Of every service, newest first. */
export async function quarantined(table: Table): Promise<Quarantined[]> {
  const keys = await keysOf(table, quarantine, { since: '0', before: '9', limit: 1_000 }, 1_000);
  const items = await itemsOf(table, keys);
  return items
    .flatMap((item) => parsed<Rollouts>(item.rollouts) ?? [])
    .flatMap(({ serviceArn, quarantined: digests }) =>
      digests.map((digest) => ({ serviceArn, ...digest })),
    )
    .sort((one, other) => other.at.localeCompare(one.at));
}
