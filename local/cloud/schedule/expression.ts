import { type Cron, type Day, invalid, lastDayOf, parseCron } from './cron.ts';

/** Answers when a schedule fires next after `after`, in milliseconds since 1970; `null` for never again. */
export type Expression = (after: number) => number | null;

const unitsMs: { readonly [unit: string]: number } = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Reads `rate(5 minutes)`, `cron(…)` or `at(2026-03-02T09:00:00)`. A rate counts from `since`. */
export function parseExpression(text: string, since: number, timeZone = 'UTC'): Expression {
  const [, kind = '', argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  if (kind === 'rate') return rate(argument, since);
  if (kind === 'at') {
    const at = parseAt(argument, timeZone);
    return (after) => (at > after ? at : null);
  }
  if (kind === 'cron') {
    const cron = parseCron(argument);
    return (after) => nextOfCron(cron, after, timeZone);
  }
  throw invalid(text);
}

function rate(argument: string, since: number): Expression {
  const [, count = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
  const everyMs = Number(count) * (unitsMs[unit] ?? 0);
  if (!(everyMs > 0)) throw invalid(`rate(${argument})`);
  return (after) => since + (Math.floor((after - since) / everyMs) + 1) * everyMs;
}

function parseAt(argument: string, timeZone: string): number {
  const local = Date.parse(`${argument}Z`);
  if (Number.isNaN(local)) throw invalid(`at(${argument})`);
  return toUtc(local, timeZone);
}

function nextOfCron(cron: Cron, after: number, timeZone: string): number | null {
  const lastYear = new Date(after).getUTCFullYear() + 5;
  // The day before: at its end, it may still be that day in the schedule's own time zone.
  const before = new Date(after - 86_400_000);
  let day: Day = {
    year: before.getUTCFullYear(),
    month: before.getUTCMonth() + 1,
    day: before.getUTCDate(),
  };
  for (; day.year <= lastYear; day = dayAfter(day)) {
    if (!cron.isYear(day.year) || !cron.isDay(day)) continue;
    const first = timesOf(day, cron, timeZone).find((time) => time > after);
    if (first !== undefined) return first;
  }
  return null;
}

function timesOf({ year, month, day }: Day, cron: Cron, timeZone: string): number[] {
  return cron.hours.flatMap((hour) =>
    cron.minutes.map((minute) => toUtc(Date.UTC(year, month - 1, day, hour, minute), timeZone)),
  );
}

function dayAfter(day: Day): Day {
  if (day.day < lastDayOf(day)) return { ...day, day: day.day + 1 };
  if (day.month < 12) return { ...day, month: day.month + 1, day: 1 };
  return { year: day.year + 1, month: 1, day: 1 };
}

/** A wall clock's time, as if it were UTC, to the moment when the clocks of `timeZone` show it. */
function toUtc(wallClock: number, timeZone: string): number {
  if (timeZone === 'UTC') return wallClock;
  const guess = wallClock - offsetMs(wallClock, timeZone);
  return wallClock - offsetMs(guess, timeZone);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}
