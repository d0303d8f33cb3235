import type { Incident } from '../../core/incident.ts';
import type { HistoryWindow, PastRecord } from '../../core/operations.ts';
import { listedDay, openIncident } from '../listed.ts';
import { type Written, wholeOf, writtenIn } from '../record-item.ts';
import { parsed, type Table, textOf } from '../table.ts';
import { itemsOf, keysOf } from './listed-items.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Newest first: one query per day that is looked into, and one read per hundred records. `whole` reads their facts
 * and actions from wherever they are; otherwise only those are there that the record itself has room for.
 */
export async function history(
  table: Table,
  window: HistoryWindow,
  { whole }: { readonly whole: boolean },
): Promise<PastRecord[]> {
  const found: PastRecord[] = [];
  for (const day of daysOf(window)) {
    if (found.length >= window.limit) break;
    const keys = await keysOf(table, listedDay(day), window, window.limit - found.length);
    const records: PastRecord[] = [];
    for (const item of await itemsOf(table, keys)) {
      const written = writtenIn(item);
      if (!written) continue;
      const read = whole ? await readWhole(table, written) : inShort(written);
      const signalId = textOf(item.pk).slice('record#'.length);
      const decidedAt = textOf(item.listedAt);
      records.push({ signalId, playbook: textOf(item.sk), decidedAt, ...read });
    }
    found.push(...records.sort(byTime));
  }
  return found;
}

type Read = Omit<PastRecord, 'signalId' | 'playbook' | 'decidedAt'>;

async function readWhole(table: Table, written: Written): Promise<Read> {
  const whole = await wholeOf(table, written);
  return whole.known ? whole.value : { ...inShort(written), unread: whole.why };
}

const inShort = ({ elsewhere: _, ...written }: Written): Read => written;

/** Those that are not over; an incident leaves the list with the write that resolves it. */
export async function openIncidents(table: Table): Promise<Incident[]> {
  const window = { since: '0', before: '9', limit: 1_000 };
  const keys = await keysOf(table, openIncident, window, window.limit);
  const items = await itemsOf(table, keys);
  return items
    .flatMap((item) => parsed<Incident>(item.incident) ?? [])
    .sort((one, other) => other.openedAt.localeCompare(one.openedAt));
}

const byTime = (one: PastRecord, other: PastRecord): number =>
  other.decidedAt.localeCompare(one.decidedAt);

/** Every UTC day that the window touches, newest first. */
function daysOf({ since, before }: HistoryWindow): string[] {
  const days: string[] = [];
  const first = Date.parse(since.slice(0, 10));
  for (let day = Date.parse(before.slice(0, 10)); day >= first; day -= dayMs) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}
