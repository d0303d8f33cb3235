import type { Incident } from '../../core/incident.ts';
import type { HistoryWindow, PastRecord } from '../../core/operations.ts';
import { listedDay, openIncident } from '../listed.ts';
import { recordedIn } from '../records.ts';
import { type Item, parsed, type Table, textOf } from '../table.ts';
import { itemsOf, keysOf } from './listed-items.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/** Newest first: one query per day that is looked into, and one read per hundred records. */
export async function history(table: Table, window: HistoryWindow): Promise<PastRecord[]> {
  const found: PastRecord[] = [];
  for (const day of daysOf(window)) {
    if (found.length >= window.limit) break;
    const keys = await keysOf(table, listedDay(day), window, window.limit - found.length);
    const items = await itemsOf(table, keys);
    found.push(...items.flatMap(pastRecord).sort(byTime));
  }
  return found;
}

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

function pastRecord(item: Item): PastRecord[] {
  const recorded = recordedIn(item);
  if (!recorded) return [];
  const signalId = textOf(item.pk).slice('record#'.length);
  return [{ signalId, playbook: textOf(item.sk), decidedAt: textOf(item.listedAt), ...recorded }];
}

/** Every UTC day that the window touches, newest first. */
function daysOf({ since, before }: HistoryWindow): string[] {
  const days: string[] = [];
  const first = Date.parse(since.slice(0, 10));
  for (let day = Date.parse(before.slice(0, 10)); day >= first; day -= dayMs) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}
