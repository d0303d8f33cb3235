import type { AlarmConfig } from '../config/types/alarm.ts';
import type { Reason } from '../core/decision.ts';
import { isEndOfAll, isSumOfSeries, nameOfMuteRule } from './alarm.ts';
import type { Alarm } from './facts.ts';
import { matches } from './severity.ts';

/** A wait or extension period that is over a little longer: CloudWatch's own event of its end comes first. */
const marginMs = 30_000;
const minuteMs = 60_000;

const unmuted = 'the alarm is not muted';
const unsuppressed = 'its actions are not suppressed';

/** True of what passes: the alarm is to be looked at again then. */
export const isHeldBack = (reasons: readonly Reason[]): boolean =>
  reasons.every(({ rule, holds }) => holds || rule === unmuted || rule === unsuppressed);

/** Whether people are told of what the alarm is now: all of these have to hold. */
export function reasonsToTell(alarm: Alarm, config: AlarmConfig): readonly Reason[] {
  const ignored = config.ignore.find((match) => matches(match, alarm));
  return [
    {
      rule: 'the alarm is not left out',
      holds: ignored === undefined,
      because: ignored
        ? `alarm.ignore names the alarm: ${JSON.stringify(ignored)}`
        : 'no entry of alarm.ignore matches the alarm',
    },
    wholeOrPart(alarm),
    notMuted(alarm),
    notSuppressed(alarm),
    worthTelling(alarm, config),
  ].filter((reason) => reason !== null);
}

/** Of all time series together only the end is worth telling: one that goes away says nothing of its own. */
function wholeOrPart(alarm: Alarm): Reason | null {
  if (!isSumOfSeries(alarm)) return null;
  if (isEndOfAll(alarm)) {
    const because = alarm.deleted
      ? 'the alarm was deleted'
      : 'none of the time series of the alarm burns any more';
    return { rule: 'the alarm speaks for itself', holds: true, because };
  }
  const because = 'the alarm is the sum of time series, each of which is told by itself';
  return { rule: 'the alarm speaks for itself', holds: false, because };
}

function notMuted({ muteDetail }: Alarm): Reason {
  const rule = unmuted;
  if (!muteDetail) return { rule, holds: true, because: 'no mute rule is known to mute the alarm' };
  const { mutedByArn, muteWindowEnd } = muteDetail;
  const by = mutedByArn ? `the mute rule ${nameOfMuteRule(mutedByArn)}` : 'a mute rule';
  const until = muteWindowEnd ? ` until ${muteWindowEnd}` : '';
  return { rule, holds: false, because: `${by} mutes it${until}` };
}

function notSuppressed({ state }: Alarm): Reason | null {
  const rule = unsuppressed;
  const { actionsSuppressedBy: by, actionsSuppressedReason: why } = state;
  if (by === undefined) return null;
  const words: Readonly<Record<string, string>> = {
    Alarm: 'the suppressor of the alarm is in ALARM',
    WaitPeriod: 'the alarm waits to see whether its suppressor goes into ALARM',
    ExtensionPeriod: 'the suppressor of the alarm was in ALARM a moment ago',
  };
  return { rule, holds: false, because: words[by] ?? why ?? `suppressed by ${by}` };
}

/**
 * That there is no data is news of an alarm that was burning; of others only where it is asked for. That an alarm which
 * was just made is OK is none at all.
 */
function worthTelling(alarm: Alarm, config: AlarmConfig): Reason {
  const { state, previousState, deleted } = alarm;
  const rule = 'the state is worth telling';
  if (deleted) return { rule, holds: true, because: 'the alarm was deleted' };
  if (state.value === 'OK' && /Initial alarm creation/i.test(previousState?.reason ?? '')) {
    return { rule, holds: false, because: 'the alarm is OK, and was made a moment ago' };
  }
  if (state.value !== 'INSUFFICIENT_DATA') {
    return { rule, holds: true, because: `the alarm is in state ${state.value}` };
  }
  if (previousState?.value === 'ALARM') {
    return { rule, holds: true, because: 'the alarm was in ALARM and has no data any more' };
  }
  const holds = config.insufficientData === 'tell';
  return { rule, holds, because: `alarm.insufficientData is ${config.insufficientData}` };
}

/**
 * When a quiet alarm is looked at again, `null` for one that is quiet for good. Whether CloudWatch sends a new event when
 * a mute window ends is not documented, so that we look ourselves.
 */
export function looksAgainAt(
  { muteDetail, state, configuration }: Alarm,
  now: string,
  since: string,
): string | null {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const nowMs = Date.parse(now);
  if (muteDetail) {
    // An event that comes when its window is over is looked at by itself: the look at the end has been.
    const end = Date.parse(muteDetail.muteWindowEnd ?? iso(nowMs + 60 * minuteMs));
    return iso(Math.max(end, nowMs));
  }
  const periods: Readonly<Record<string, number | undefined>> = {
    WaitPeriod: configuration.suppressorWaitSeconds,
    ExtensionPeriod: configuration.suppressorExtensionSeconds,
  };
  const { actionsSuppressedBy: by } = state;
  if (by === undefined) return null;
  const seconds = periods[by];
  const end = seconds === undefined ? 0 : Date.parse(state.at ?? now) + seconds * 1_000 + marginMs;
  return iso(end > nowMs ? end : nowMs + patienceMs(nowMs - Date.parse(since)));
}

/** After a quarter of an hour at first, then as long as it has been quiet, an hour at most. */
const patienceMs = (quietMs: number): number =>
  Math.min(Math.max(quietMs, 15 * minuteMs), 60 * minuteMs);
