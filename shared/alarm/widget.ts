import type { AlarmConfiguration, AlarmMetric, StateValue } from '../core/alarm.ts';
import type { Condition } from './condition.ts';

/** GetMetricWidgetImage draws a hundred metrics at most. Source: CloudWatch API, GetMetricWidgetImage. */
const mostMetrics = 100;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What is drawn, and what is marked in it. */
export type Drawing = {
  readonly configuration: AlarmConfiguration;
  readonly condition: Condition | null;
  readonly title: string;
  readonly value: StateValue;
  /** When the alarm changed. */
  readonly at: string;
  readonly region: string;
};

/**
 * The body of GetMetricWidgetImage, as JSON: the alarm's metrics, its threshold as a line across, and the moment of its
 * change. `null` where there is no metric to draw, as log and PromQL alarms have none.
 * Source: CloudWatch API, "GetMetricWidgetImage: Metric Widget Structure and Syntax".
 */
export function widgetOf(drawing: Drawing): string | null {
  const { configuration, condition, title, value, at, region } = drawing;
  const rows = configuration.metrics
    .slice(0, mostMetrics)
    .map(rowOf)
    .filter((row) => row !== null);
  if (rows.length === 0) return null;
  const { start, end } = rangeAround(at, configuration);
  const line =
    condition?.threshold === undefined
      ? []
      : [{ value: condition.threshold, label: 'threshold', color: '#b3001b' }];
  return JSON.stringify({
    view: 'timeSeries',
    metrics: rows,
    region,
    title: title.slice(0, 255),
    width: 800,
    height: 300,
    start,
    end,
    annotations: { horizontal: line, vertical: [{ value: at, label: value }] },
  });
}

/** `[namespace, name, dimension, value, …, options]`, or `[options]` for what is calculated. */
function rowOf(metric: AlarmMetric): readonly unknown[] | null {
  const { id, expression, label, stat, periodSeconds: period, returnData, accountId } = metric;
  const options = {
    id,
    ...(expression === undefined ? {} : { expression }),
    ...(label === undefined ? {} : { label }),
    ...(stat === undefined ? {} : { stat }),
    ...(period === undefined ? {} : { period }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(returnData ? {} : { visible: false }),
  };
  if (expression !== undefined) return [options];
  if (metric.namespace === undefined || metric.name === undefined) return null;
  return [metric.namespace, metric.name, ...Object.entries(metric.dimensions).flat(), options];
}

/** Sixty periods before the change, an hour at least and a day at most, and a little after it. */
function rangeAround(
  at: string,
  { metrics }: AlarmConfiguration,
): { readonly start: string; readonly end: string } {
  const periodMs = Math.max(60, ...metrics.map(({ periodSeconds }) => periodSeconds ?? 60)) * 1_000;
  const beforeMs = Math.min(Math.max(60 * periodMs, hourMs), dayMs);
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    start: iso(Date.parse(at) - beforeMs),
    end: iso(Date.parse(at) + Math.min(Math.max(5 * minuteMs, periodMs), hourMs)),
  };
}
