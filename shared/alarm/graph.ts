import { parseArn } from '../core/arn.ts';
import type { Graph } from '../core/notice.ts';
import {
  conditionInWords,
  conditionOf,
  figure,
  lastValueOf,
  nameOfMetric,
  watchedMetric,
} from './condition.ts';
import type { Alarm } from './facts.ts';
import { sparkline } from './sparkline.ts';
import { widgetOf } from './widget.ts';

/**
 * The graph of an alarm, or of the child that is shown in its place; the moment that is marked is the alarm's own.
 * `null` where there is neither a metric to draw nor a datapoint to show.
 */
export function graphOf(alarm: Alarm, shown: Alarm): Graph | null {
  const condition = conditionOf(shown);
  const region = parseArn(shown.alarmArn)?.region ?? '';
  const { configuration } = shown;
  const { at, state, alarmName } = alarm;
  const line = sparkline(shown.state, condition);
  const widget = widgetOf({
    ...{ configuration, condition, region, at },
    ...{ title: alarmName, value: state.value },
  });
  if (line === null && widget === null) return null;
  const metric = watchedMetric(configuration);
  const last = lastValueOf(shown.state);
  const seen = [
    metric ? nameOfMetric(metric) : 'query result',
    last === undefined ? '' : `at ${figure(last)}`,
    condition ? `threshold ${conditionInWords(condition)}` : '',
  ];
  const alt = seen.filter(Boolean).join(', ');
  return {
    ...(widget === null ? {} : { widget }),
    region,
    sparkline: line ?? alt,
    alt,
  };
}
