import { reworded } from '../reword.ts';
import type { Kernel, Service } from '../types.ts';
import { alarmActions } from './alarm-actions.ts';
import type { ActionPayload, Alarms } from './alarms/alarms.ts';
import { lookAtAlarms } from './alarms/look.ts';
import type { Alarm } from './alarms/model.ts';
import { describeAlarmContributors } from './describe-alarm-contributors.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { getMetricWidgetImage } from './get-metric-widget-image.ts';
import { listMetrics } from './list-metrics.ts';
import { createMinutes, type ValueAt } from './minutes.ts';
import { muteActions } from './mute-rules.ts';
import { putCompositeAlarm } from './put-composite-alarm.ts';
import { putLogAlarm } from './put-log-alarm.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import type { Band } from './query/band.ts';
import type { Source } from './query/series.ts';
import { createMetrics, type DimensionMap, dimensionsOf, sampleOf } from './state/metrics.ts';
import { tagActions } from './tags.ts';

export type { Alarm } from './alarms/model.ts';
export type { DimensionMap } from './state/metrics.ts';

/** A hand on what is measured, for stories and for other services. */
export type CloudWatch = {
  readonly service: Service;
  /**
   * Says what a metric is as a function of time (milliseconds since 1970, the beginning of a minute). It is asked
   * once for each minute from now on, and for the three hours before, when the metric is new.
   */
  readonly metric: (
    namespace: string,
    name: string,
    dimensions: DimensionMap,
    valueAt: ValueAt,
  ) => void;
  /** Notes a single value, now unless told. */
  readonly put: (
    namespace: string,
    name: string,
    dimensions: DimensionMap,
    value: number,
    at?: number,
  ) => void;
  /** Says what anomaly detection expects of a metric. */
  readonly band: (
    namespace: string,
    name: string,
    dimensions: DimensionMap,
    bandAt: (at: number) => Band,
  ) => void;
  /** Has `publish` called at the end of each minute, with its beginning. */
  readonly publisher: (publish: (at: number) => void) => void;
  /** The alarms as they are now, in order of being made. */
  readonly alarms: () => readonly Alarm[];
};

/** CloudWatch calls wrong input `ValidationError`. */
const inItsWords = (actions: Service['actions']): Service['actions'] =>
  Object.fromEntries(
    Object.entries(actions).map(([name, one]) => [name, reworded(one, 'ValidationError')]),
  );

/** Amazon CloudWatch: metrics, alarms that are looked at every minute, and graphs. */
export function createCloudWatch(
  kernel: Kernel,
  parts: { readonly act: (resource: string, payload: ActionPayload) => Promise<void> },
): CloudWatch {
  const metrics = createMetrics();
  const source: Source = { metrics, bands: new Map() };
  const alarms: Alarms = {
    kernel,
    source,
    byName: new Map(),
    mutes: new Map(),
    act: parts.act,
    begin: () => minutes.begin(),
  };
  const minutes = createMinutes({ kernel, metrics, look: () => lookAtAlarms(alarms) });
  const find = (namespace: string, name: string, dimensions: DimensionMap) =>
    metrics.metric(namespace, name, dimensionsOf(dimensions));
  const actions = {
    ...{ PutMetricAlarm: putMetricAlarm(alarms), PutCompositeAlarm: putCompositeAlarm(alarms) },
    ...{ PutLogAlarm: putLogAlarm(alarms), DescribeAlarms: describeAlarms(alarms) },
    DescribeAlarmContributors: describeAlarmContributors(alarms),
    ...alarmActions(alarms),
    ...muteActions(alarms),
    ...tagActions(alarms),
    ...{ PutMetricData: putMetricData(metrics, kernel), ListMetrics: listMetrics(metrics) },
    ...{ GetMetricData: getMetricData(source), GetMetricStatistics: getMetricStatistics(metrics) },
    GetMetricWidgetImage: getMetricWidgetImage(alarms),
  };
  return {
    service: { name: 'cloudwatch', actions: inItsWords(actions) },
    metric: (namespace, name, dimensions, valueAt) =>
      minutes.measure(find(namespace, name, dimensions), valueAt),
    put: (namespace, name, dimensions, value, at = kernel.time.now()) =>
      metrics.add(find(namespace, name, dimensions), sampleOf(at, [value])),
    band: (namespace, name, dimensions, bandAt) =>
      void source.bands.set(find(namespace, name, dimensions), bandAt),
    publisher: minutes.publisher,
    alarms: () => [...alarms.byName.values()],
  };
}
