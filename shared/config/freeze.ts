import type { FreezeWindow, WeekTime } from './types/deploy.ts';

const days: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const weekly =
  /^(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\s+([01]?\d|2[0-3]):([0-5]\d)$/i;
const dated =
  /^\d{4}-\d{2}-\d{2}(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

const wanted = 'expected a time of the week such as Fri 16:00, or a date such as 2026-12-24T18:00';

/** Reads a freeze window as people write it, or says what is wrong with it, and where. */
export function parseFreeze(
  from: string,
  to: string,
  timeZone: string,
): FreezeWindow | { readonly key: 'from' | 'to' | 'timeZone'; readonly problem: string } {
  if (!isTimeZone(timeZone)) {
    const problem = `unknown time zone \`${timeZone}\`: expected one such as Europe/Paris, or UTC`;
    return { key: 'timeZone', problem };
  }
  const weekTimes = { from: weekTime(from), to: weekTime(to) };
  if (weekTimes.from && weekTimes.to) {
    return from.toLowerCase() === to.toLowerCase()
      ? { key: 'to', problem: 'is when the window begins: it would be empty' }
      : { every: 'week', from: weekTimes.from, to: weekTimes.to, timeZone };
  }
  if (!weekTimes.from && !isDate(from)) return { key: 'from', problem: wanted };
  if (!weekTimes.to && !isDate(to)) return { key: 'to', problem: wanted };
  if (weekTimes.from || weekTimes.to) {
    return { key: 'to', problem: 'from and to are both times of the week, or both dates' };
  }
  if (hasOffset(from) === hasOffset(to) && momentOf(from) >= momentOf(to)) {
    return { key: 'to', problem: 'is not after from' };
  }
  return { every: 'never', from: isoOf(from), to: isoOf(to), timeZone };
}

function weekTime(text: string): WeekTime | null {
  const [, day = '', hour, minute] = weekly.exec(text.trim()) ?? [];
  const index = days.indexOf(day.toLowerCase());
  return index < 0 ? null : { day: index + 1, hour: Number(hour), minute: Number(minute) };
}

const isoOf = (text: string): string => {
  const iso = text.trim().replace(' ', 'T');
  return iso.includes('T') ? iso : `${iso}T00:00`;
};

const hasOffset = (text: string): boolean => /T.*(Z|[+-]\d{2}:\d{2})$/.test(isoOf(text));

/** To compare two dates that are written the same way; a date by the clock counts as one of UTC. */
const momentOf = (text: string): number =>
  Date.parse(hasOffset(text) ? isoOf(text) : `${isoOf(text)}Z`);

/** A date that the calendar has: there is no 30th of February. */
function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.trim().slice(0, 10).split('-').map(Number);
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return dated.test(text.trim()) && month >= 1 && month <= 12 && day >= 1 && day <= inMonth;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // The only way to ask is to try: the list that Intl can give leaves out aliases such as UTC.
    return false;
  }
}
