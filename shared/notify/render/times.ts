import { formatDuration } from '../../config/duration.ts';
import type { Incident } from '../../core/incident.ts';

/** `14:02 UTC` */
export const timeOf = (at: string): string => `${isoOf(at).slice(11, 16)} UTC`;

/** `2026-03-03 14:02 UTC` */
export const dateAndTimeOf = (at: string): string => `${isoOf(at).slice(0, 10)} ${timeOf(at)}`;

/** How many times, since when, and until when: `×7 since 2026-03-03 14:02 UTC, last 14:31 UTC`. */
export function spanOf(
  { count, openedAt, updatedAt, resolvedAt }: Incident,
  times: string,
): string {
  const since = dateAndTimeOf(openedAt);
  const start = count > 1 ? `${times}${count} since ${since}` : `since ${since}`;
  if (resolvedAt !== undefined)
    return `${start}, resolved ${lastOf(resolvedAt, openedAt)}${took(openedAt, resolvedAt)}`;
  return updatedAt === openedAt ? start : `${start}, last ${lastOf(updatedAt, openedAt)}`;
}

/** The date is said once where both are on the same day. */
const lastOf = (at: string, before: string): string =>
  isoOf(at).slice(0, 10) === isoOf(before).slice(0, 10) ? timeOf(at) : dateAndTimeOf(at);

function took(from: string, to: string): string {
  const durationMs = Date.parse(to) - Date.parse(from);
  return durationMs > 0 ? ` after ${formatDuration(durationMs)}` : '';
}

/** In UTC whatever the zone it was written in; what is no time stands as it is. */
function isoOf(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : new Date(time).toISOString();
}
