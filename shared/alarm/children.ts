import type { AlarmDescription } from '../core/alarm.ts';
import type { Field } from '../core/notice.ts';
import { nameOfAlarmArn, namesOfChildren } from './alarm.ts';
import type { Alarm, Detail } from './facts.ts';

/** How many children are told with their reasons; the rest is counted. */
const mostReasons = 5;

/** Which alarms made a composite what it is, and why each of them is: nothing for any other alarm. */
export function childFields(alarm: Alarm, detail: Detail | null): readonly Field[] {
  const names = namesOfChildren(alarm);
  if (names.length === 0) return [];
  const found = describedIn(detail);
  const reasons = names.slice(0, mostReasons).flatMap((name) => {
    const reason = found.find(({ alarmName }) => alarmName === name)?.state.reason;
    return reason ? [{ name, value: reason }] : [];
  });
  const unseen = detail?.described && !detail.described.known ? [detail.described.why] : [];
  return [
    { name: 'Alarms that fired', value: burningAmong(alarm).join(', ') },
    ...reasons,
    ...unseen.map((why) => ({ name: 'Why they did', value: `not known: ${why}` })),
  ];
}

/** A rule may also hold because a child is OK: then all of them are told. */
function burningAmong({ state }: Alarm): readonly string[] {
  const children = state.reasonData?.triggeringAlarms ?? [];
  const burning = children.filter(({ value }) => value === undefined || value === 'ALARM');
  return (burning.length > 0 ? burning : children).map(({ arn }) => nameOfAlarmArn(arn));
}

const describedIn = (detail: Detail | null): readonly AlarmDescription[] =>
  detail?.described?.known ? detail.described.value : [];

/** The alarm itself, or, where it has no metric of its own, the first of its children that has one. */
export function childWithMetric(alarm: Alarm, detail: Detail | null): Alarm {
  if (alarm.configuration.metrics.length > 0) return alarm;
  const children = describedIn(detail).filter(({ configuration }) => configuration.metrics.length);
  const burning = children.find(({ state }) => state.value === 'ALARM') ?? children[0];
  if (!burning) return alarm;
  const { alarmArn, alarmName, configuration, state } = burning;
  return { ...alarm, alarmArn, alarmName, configuration, state };
}
