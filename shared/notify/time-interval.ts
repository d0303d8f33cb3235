import { Temporal } from 'temporal-polyfill';
import type { Range, TimeInterval, TimeSpan } from '../config/types/notify.ts';

type Moment = Temporal.ZonedDateTime;

/** Whether a moment is in an interval: in any of its spans, each in its own time zone. */
export const isIn = ({ spans }: TimeInterval, at: Date): boolean =>
  spans.some((span) => isInSpan(span, momentOf(at, span.location)));

const momentOf = (at: Date, location: string): Moment =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(location);

/** Alertmanager's rule: every list that is not empty must have the moment. */
function isInSpan(span: TimeSpan, at: Moment): boolean {
  const minute = at.hour * 60 + at.minute;
  return (
    anyOrNone(span.times, ({ from, to }) => minute >= from && minute < to) &&
    anyOrNone(span.daysOfMonth, (range) => isInDays(range, at)) &&
    anyOrNone(span.months, has(at.month)) &&
    anyOrNone(span.weekdays, has(at.dayOfWeek % 7)) &&
    anyOrNone(span.years, has(at.year))
  );
}

const anyOrNone = (ranges: readonly Range[], holds: (range: Range) => boolean): boolean =>
  ranges.length === 0 || ranges.some(holds);

const has =
  (value: number) =>
  ({ from, to }: Range): boolean =>
    value >= from && value <= to;

/** -1 is the last day of the month; a range never reaches into another month. */
function isInDays({ from, to }: Range, { day, daysInMonth }: Moment): boolean {
  const first = from < 0 ? daysInMonth + from + 1 : from;
  const last = to < 0 ? daysInMonth + to + 1 : to;
  return day >= first && day <= last;
}

const furthestDays = 8;

/**
 * When it may next be different whether a moment is in one of the intervals: at one of their times of day, at
 * midnight or at a change of the clocks. Whoever waits for it looks again then.
 */
export function nextEdge(intervals: readonly TimeInterval[], at: Date): Date {
  const spans = intervals.flatMap(({ spans: some }) => some);
  const edges = spans.flatMap((span) => edgesOf(span, momentOf(at, span.location)));
  const ahead = edges.filter((edge) => edge > at.getTime());
  return new Date(Math.min(...ahead, at.getTime() + 24 * 60 * 60 * 1_000));
}

function edgesOf({ times }: TimeSpan, at: Moment): readonly number[] {
  const midnight = at.startOfDay().add({ days: 1 });
  const ofTheDay = times
    .flatMap(({ from, to }) => [from, to])
    .filter((minutes) => minutes < 24 * 60)
    .map((minutes) =>
      at.startOfDay().withPlainTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 }),
    );
  const change = at.getTimeZoneTransition('next');
  return [midnight, ...ofTheDay, ...(change ? [change] : [])].map(
    ({ epochMilliseconds }) => epochMilliseconds,
  );
}

/** The first moment after `at` when `holds` is false, or the last one looked at: eight days on. */
export function endOf(
  intervals: readonly TimeInterval[],
  at: Date,
  holds: (moment: Date) => boolean,
): Date {
  const limit = at.getTime() + furthestDays * 24 * 60 * 60 * 1_000;
  let moment = nextEdge(intervals, at);
  while (holds(moment) && moment.getTime() < limit) moment = nextEdge(intervals, moment);
  return moment;
}
