import * as z from 'zod';
import {
  parseDayOfMonth,
  parseMonth,
  parseRange,
  parseTime,
  parseWeekday,
  parseYear,
} from '../ranges.ts';
import { key, required } from './key.ts';

const Time = z.string().refine((text) => parseTime(text) !== null, {
  error: 'expected a time from 00:00 to 24:00, such as "18:30"; in YAML it needs quotes',
});

const Times = z
  .strictObject({
    startTime: required(Time, 'From then on.', { examples: ['18:00'] }),
    endTime: required(Time, 'Until then; `24:00` is the end of the day.', { examples: ['24:00'] }),
  })
  .refine(({ startTime, endTime }) => (parseTime(startTime) ?? 0) < (parseTime(endTime) ?? 1440), {
    error: 'ends before it starts; a night is two: one until 24:00, one from 00:00',
  });

/** A value or `from:to`, as Alertmanager writes it. */
const range = (parse: (text: string) => number | null, wanted: string) =>
  z.union(
    [
      z.int().refine((value) => parse(String(value)) !== null, { error: wanted }),
      z.string().refine((text) => parseRange(text, parse) !== null, { error: wanted }),
    ],
    { error: wanted },
  );

const Location = z.string().refine(isTimeZone, {
  error: 'expected a time zone of the IANA database, such as Europe/Paris',
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const Span = z.strictObject({
  times: key(z.array(Times).min(1), 'Times of day.'),
  weekdays: key(
    z.array(range(parseWeekday, 'expected a weekday or a range such as monday:friday')).min(1),
    'Days of the week, Sunday the first: `saturday`, `monday:friday`.',
    { examples: [['monday:friday']] },
  ),
  daysOfMonth: key(
    z
      .array(range(parseDayOfMonth, 'expected a day from 1 to 31 or -31 to -1, or a range: "1:5"'))
      .min(1),
    'Days of the month; negative ones count from its end: `-1` is the last.',
    { examples: [['1:5', '-3:-1']] },
  ),
  months: key(
    z.array(range(parseMonth, 'expected a month or a range such as may:august or 1:3')).min(1),
    'Months, by name or number.',
    { examples: [['december']] },
  ),
  years: key(
    z.array(range(parseYear, 'expected a year or a range such as 2027:2030')).min(1),
    'Years.',
    { examples: [['2027:2030']] },
  ),
  location: key(Location, 'The time zone that all of this is meant in.', { default: 'UTC' }),
});

/** A name for times, as people write it. */
export const TimeInterval = z.strictObject({
  name: required(z.string().min(1).max(100), 'What routes call it.', { examples: ['nights'] }),
  timeIntervals: required(
    z.array(Span).min(1).max(50),
    'The times: those for which everything that is given in one of these entries holds.',
  ),
});

export type TimeInterval = z.infer<typeof TimeInterval>;
