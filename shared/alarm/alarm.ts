import type { AlarmContributor, AlarmDescription, AlarmState } from '../core/alarm.ts';
import type { ContributorInAlarm } from '../core/alarms.ts';
import { nameOfArn } from '../core/arn.ts';
import { given } from '../core/given.ts';
import type { AlarmChanged } from '../core/signal.ts';
import type { Look } from './calls.ts';
import type { Alarm } from './facts.ts';

/** An alarm as its event tells of it. */
export function alarmOfEvent(signal: AlarmChanged): Alarm {
  const { previousState } = signal;
  return {
    alarmArn: signal.alarmArn,
    alarmName: signal.alarmName,
    at: signal.at,
    configuration: signal.configuration,
    state: signal.state,
    alarmTags: signal.alarmTags,
    ...given({
      previousState: previousState && {
        value: previousState.value,
        ...given({ at: previousState.at, reason: previousState.reason }),
      },
      alarmContributor: signal.alarmContributor,
      muteDetail: signal.muteDetail,
      deleted: signal.deleted,
    }),
  };
}

/** An alarm as it was found when we came back to it. */
export function alarmOfLook(
  found: AlarmDescription,
  look: Pick<Look, 'alarmArn' | 'alarmName' | 'alarmTags'>,
  now: string,
): Alarm {
  return {
    alarmArn: look.alarmArn,
    alarmName: look.alarmName,
    at: found.transitionedAt ?? found.state.at ?? now,
    configuration: found.configuration,
    state: found.state,
    alarmTags: look.alarmTags,
  };
}

/** The same for one of its time series: it is in ALARM when it is among those that are. */
export function seriesOfLook(
  alarm: Alarm,
  alarmContributor: AlarmContributor,
  inAlarm: readonly ContributorInAlarm[],
  now: string,
): Alarm {
  const found = inAlarm.find(({ id }) => id === alarmContributor.id);
  const at = found?.at ?? now;
  const reason = given({ reason: found?.reason });
  const state: AlarmState = { value: found ? 'ALARM' : 'OK', at, ...reason };
  return { ...alarm, at, state, alarmContributor };
}

/**
 * Whether the alarm is one over many time series: each tells its own changes, and the alarm their sum. Metrics Insights
 * queries with GROUP BY and PromQL alarms are; what the sum says ("2 out of 5 time series evaluated to ALARM") is seen in
 * events.
 */
export function isSumOfSeries({ configuration, state, alarmContributor }: Alarm): boolean {
  if (alarmContributor) return false;
  if (/\d+ out of \d+ time series/i.test(state.reason ?? '')) return true;
  const groups = ({ expression }: { readonly expression?: string }): boolean =>
    /^\s*SELECT\b[\s\S]*\bGROUP\s+BY\b/i.test(expression ?? '');
  return configuration.metrics.some(groups);
}

/** Whether the sum says that all time series are over. What is muted is looked at when that ends, one by one. */
export const isEndOfAll = (alarm: Alarm): boolean =>
  isSumOfSeries(alarm) &&
  !alarm.muteDetail &&
  (alarm.deleted === true || alarm.state.value === 'OK');

/** The alarms that made a composite what it is, by name. Names may hold colons, and no slash ends them. */
export const namesOfChildren = ({ state }: Pick<Alarm, 'state'>): readonly string[] =>
  (state.reasonData?.triggeringAlarms ?? []).map(({ arn }) => nameOfAlarmArn(arn));

export const nameOfAlarmArn = (arn: string): string => arn.split(':').slice(6).join(':');

/** `nightly-batch`, of a mute rule's ARN. */
export const nameOfMuteRule = (arn: string): string => arn.split(':').at(-1) ?? nameOfArn(arn);
