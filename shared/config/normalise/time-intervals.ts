import {
  parseDayOfMonth,
  parseMonth,
  parseRange,
  parseTime,
  parseWeekday,
  parseYear,
} from '../ranges.ts';
import type { Range, TimeInterval, TimeSpan } from '../types/notify.ts';
import type { TimeInterval as Written } from '../written/time-intervals.ts';

/** Names and texts become numbers. */
export const normaliseTimeInterval = ({ name, timeIntervals }: Written): TimeInterval => ({
  name,
  spans: timeIntervals.map(span),
});

const span = (written: Written['timeIntervals'][number]): TimeSpan => ({
  times: (written.times ?? []).map(({ startTime, endTime }) => ({
    from: parseTime(startTime) ?? 0,
    to: parseTime(endTime) ?? 0,
  })),
  weekdays: ranges(written.weekdays, parseWeekday),
  daysOfMonth: ranges(written.daysOfMonth, parseDayOfMonth),
  months: ranges(written.months, parseMonth),
  years: ranges(written.years, parseYear),
  location: written.location ?? 'UTC',
});

function ranges(
  written: readonly (string | number)[] | undefined,
  parse: (text: string) => number | null,
): readonly Range[] {
  return (written ?? []).flatMap((text) => parseRange(String(text), parse) ?? []);
}
