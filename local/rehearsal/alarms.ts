import type { DimensionMap } from '../cloud/cloudwatch/index.ts';
import { minute, type Town } from '../town/town.ts';

/** What a metric is from now on. */
export type Dial = { value: number };

/** A metric that is quiet until its dial is turned. */
export function metric(town: Town, namespace: string, name: string, of: DimensionMap): Dial {
  const dial: Dial = { value: 20 };
  town.cloud.cloudwatch.metric(namespace, name, of, () => dial.value);
  return dial;
}

/** Makes an alarm for values over 80. */
export async function putAlarm(
  town: Town,
  name: string,
  Namespace: string,
  MetricName: string,
  of: DimensionMap,
): Promise<void> {
  await town.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: name,
    Namespace,
    MetricName,
    Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 80,
    ComparisonOperator: 'GreaterThanThreshold',
  });
}

/** The same, and gives it the time to find that all is well. */
export async function alarmOn(...parts: Parameters<typeof putAlarm>): Promise<void> {
  const [town] = parts;
  await putAlarm(...parts);
  await town.pass(2 * minute);
}

/** Mutes alarms from the next minute on. */
export async function muteFor(
  town: Town,
  name: string,
  duration: string,
  alarmNames: readonly string[],
): Promise<void> {
  const start = new Date(town.cloud.time.now() + minute).toISOString().slice(0, 16);
  await town.call('cloudwatch', 'PutAlarmMuteRule', {
    Name: name,
    Rule: { Schedule: { Expression: `at(${start})`, Duration: duration } },
    MuteTargets: { AlarmNames: alarmNames },
  });
  await town.pass(2 * minute);
}
