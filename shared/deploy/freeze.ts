import { Temporal } from 'temporal-polyfill';
import type { FreezeWindow, WeekTime } from '../config/types/deploy.ts';

/** A freeze that covers a moment: which windows it is made of, and when it is over. ISO 8601, in UTC. */
export type Freeze = { readonly windows: readonly FreezeWindow[]; readonly until: string };

type Span = { readonly from: Temporal.Instant; readonly to: Temporal.Instant };

/** Windows that follow each other without end are looked through as far as this; then they are looked at again. */
const furthestDays = 60;

/**
 * The freeze that `now` lies in, or `null`. Windows that touch or overlap are one freeze: it ends with the last of
 * them. A window holds from the moment it begins until just before the one it ends at.
 */
export function freezeAt(windows: readonly FreezeWindow[], now: string): Freeze | null {
  const start = Temporal.Instant.from(now);
  const furthest = start.add({ hours: 24 * furthestDays });
  const covering: FreezeWindow[] = [];
  let at = start;
  for (let next = covers(windows, at); next; next = covers(windows, at)) {
    if (!covering.includes(next.window)) covering.push(next.window);
    at = next.span.to;
    if (Temporal.Instant.compare(at, furthest) > 0) break;
  }
  return covering.length === 0 ? null : { windows: covering, until: isoOf(at) };
}

/** `Fri 16:00 to Mon 08:00 (Europe/Paris)`, as people write it. */
export function freezeText(window: FreezeWindow): string {
  const [from, to] =
    window.every === 'week'
      ? [weekTimeText(window.from), weekTimeText(window.to)]
      : [window.from, window.to];
  return `${from} to ${to} (${window.timeZone})`;
}

function covers(
  windows: readonly FreezeWindow[],
  at: Temporal.Instant,
): { readonly window: FreezeWindow; readonly span: Span } | null {
  for (const window of windows) {
    const span = spanBefore(window, at);
    const isWithin =
      Temporal.Instant.compare(span.from, at) <= 0 && Temporal.Instant.compare(at, span.to) < 0;
    if (isWithin) return { window, span };
  }
  return null;
}

/** The only span of a window that could cover a moment: of a weekly one, the last that has begun. */
function spanBefore(window: FreezeWindow, at: Temporal.Instant): Span {
  if (window.every === 'never') {
    return {
      from: momentOf(window.from, window.timeZone, 'compatible'),
      to: momentOf(window.to, window.timeZone, 'later'),
    };
  }
  const { timeZone } = window;
  const today = at.toZonedDateTimeISO(timeZone).toPlainDate();
  const back = (today.dayOfWeek - window.from.day + 7) % 7;
  const latest = weekOf(window, today.subtract({ days: back }));
  const hasBegun = Temporal.Instant.compare(latest.from, at) <= 0;
  return hasBegun ? latest : weekOf(window, today.subtract({ days: back + 7 }));
}

/** The span of a weekly window that begins on a day. */
function weekOf(
  { from, to, timeZone }: Extract<FreezeWindow, { readonly every: 'week' }>,
  day: Temporal.PlainDate,
): Span {
  const minutes = (time: WeekTime): number => time.hour * 60 + time.minute;
  const days = (to.day - from.day + 7) % 7;
  const isWeekLater = days === 0 && minutes(to) <= minutes(from);
  const lastDay = day.add({ days: isWeekLater ? 7 : days });
  return {
    from: atClock(day.toPlainDateTime(from), timeZone, 'compatible'),
    to: atClock(lastDay.toPlainDateTime(to), timeZone, 'later'),
  };
}

/**
 * The moment at which clocks show a time. One that they skip in spring is as long after the change as it says, 03:30 for
 * 02:30 (RFC 5545). Of one that they show twice in autumn, the first begins a freeze and the second ends it.
 */
const atClock = (
  time: Temporal.PlainDateTime,
  timeZone: string,
  disambiguation: 'compatible' | 'later',
): Temporal.Instant => time.toZonedDateTime(timeZone, { disambiguation }).toInstant();

const momentOf = (
  iso: string,
  timeZone: string,
  disambiguation: 'compatible' | 'later',
): Temporal.Instant =>
  /(?:Z|[+-]\d{2}:\d{2})$/.test(iso.slice(10))
    ? Temporal.Instant.from(iso)
    : atClock(Temporal.PlainDateTime.from(iso), timeZone, disambiguation);

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const weekTimeText = ({ day, hour, minute }: WeekTime): string =>
  `${days[day - 1]} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

const isoOf = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'millisecond' });
