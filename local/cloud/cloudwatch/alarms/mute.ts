import { type Expression, parseExpression } from '../../schedule/expression.ts';
import { ApiError } from '../../types.ts';
import type { PutAlarmMuteRule } from '../put-alarm-mute-rule.ts';
import { timestamp } from '../state/times.ts';
import type { Alarms } from './alarms.ts';

/** A mute rule: within its windows, the actions of its alarms do not run. Events are sent all the same. */
export type Mute = {
  readonly arn: string;
  readonly input: PutAlarmMuteRule;
  readonly starts: Expression;
  readonly durationMs: number;
  readonly updatedAt: number;
};

export type MuteWindow = { readonly mute: Mute; readonly start: number; readonly end: number };

const unitsMs: { readonly [unit: string]: number } = {
  D: 86_400_000,
  H: 3_600_000,
  M: 60_000,
};

const oneMinute = 60_000;
const fifteenDays = 15 * 86_400_000;

/** `PT4H`, `P1DT30M`: from a minute to 15 days. */
export function durationMs(text: string): number {
  const [, days, time] = /^P(?:(\d+)D)?(?:T((?:\d+[HM])+))?$/.exec(text) ?? [];
  const parts = [
    ...`${days === undefined ? '' : `${days}D`}${time ?? ''}`.matchAll(/(\d+)([DHM])/g),
  ];
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ''] ?? 0),
    0,
  );
  if (total >= oneMinute && total <= fifteenDays) return total;
  throw new ApiError('ValidationError', `Invalid duration ${text}: PT1M to P15D are allowed`);
}

/** Mute rules write cron with five fields, and `at(yyyy-MM-ddThh:mm)`. */
export function startsOf(expression: string, timeZone = 'UTC'): Expression {
  const [, fields] = /^cron\((.*)\)$/.exec(expression.trim()) ?? [];
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression.trim()) ?? [];
  if (at) return parseExpression(`at(${at}:00)`, 0, timeZone);
  const [minutes, hours, day, month, weekday, ...more] = fields?.trim().split(/\s+/) ?? [];
  if (day === undefined || weekday === undefined || more.length > 0) {
    throw new ApiError('ValidationError', `Invalid schedule expression ${expression}`);
  }
  const days = weekday === '*' ? `${day} ${month} ?` : `? ${month} ${weekday}`;
  return parseExpression(`cron(${minutes} ${hours} ${days} *)`, 0, timeZone);
}

/** The window that a rule is in at `at`, or `null`. */
function windowAt(mute: Mute, at: number): MuteWindow | null {
  const { StartDate = 0, ExpireDate = Number.POSITIVE_INFINITY } = mute.input;
  for (let start = mute.starts(at - mute.durationMs); start !== null && start <= at; ) {
    if (start >= StartDate && start < ExpireDate) {
      return { mute, start, end: Math.min(start + mute.durationMs, ExpireDate) };
    }
    start = mute.starts(start);
  }
  return null;
}

/** The mute window that an alarm is in, the one that ends last if there are several. */
export function muteOf(alarms: Alarms, alarmName: string, at: number): MuteWindow | null {
  const windows = [...alarms.mutes.values()]
    .filter(({ input }) => input.MuteTargets?.AlarmNames.includes(alarmName))
    .flatMap((mute) => windowAt(mute, at) ?? [])
    .filter(({ end }) => end > at);
  return windows.toSorted((a, b) => b.end - a.end)[0] ?? null;
}

export function statusOf(mute: Mute, now: number): 'ACTIVE' | 'SCHEDULED' | 'EXPIRED' {
  const window = windowAt(mute, now);
  if (window && window.end > now) return 'ACTIVE';
  const { ExpireDate = Number.POSITIVE_INFINITY } = mute.input;
  const next = mute.starts(now);
  return next === null || next >= ExpireDate ? 'EXPIRED' : 'SCHEDULED';
}

/** As events tell of it. */
export const muteDetail = ({ mute, start, end }: MuteWindow) => ({
  mutedByArn: mute.arn,
  muteWindowStart: timestamp(start),
  muteWindowEnd: timestamp(end),
});
