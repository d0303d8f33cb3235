import { describe, expect, test } from '@jest/globals';
import { queriesIn, readWidget } from '../../local/cloud/cloudwatch/image/widget.ts';
import { alarmOfEvent } from '../../shared/alarm/alarm.ts';
import { graphOf } from '../../shared/alarm/graph.ts';
import { sparkline } from '../../shared/alarm/sparkline.ts';
import { readAlarmChanged } from '../../shared/wire/alarm-changed.ts';
import { eventNamed } from '../support/events.ts';

const alarm = (name: string) => alarmOfEvent(readAlarmChanged(eventNamed(`alarms/${name}`)));
const graph = (name: string) => graphOf(alarm(name), alarm(name));

describe('the graph of an alarm', () => {
  test('draws its metric, its threshold and the moment of its change', () => {
    const widget = readWidget(graph('metric')?.widget ?? '');

    expect(queriesIn(widget)).toMatchObject([
      {
        MetricStat: { Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization' }, Period: 60 },
      },
    ]);
    expect(widget.annotations).toMatchObject({
      horizontal: [{ value: 80 }],
      vertical: [{ value: '2026-10-06T02:14:30.118Z', label: 'ALARM' }],
    });
    expect([widget.start, widget.end]).toEqual([
      '2026-10-06T01:14:30.118Z',
      '2026-10-06T02:19:30.118Z',
    ]);
  });

  test.each([
    ['metric-math', 'e1'],
    ['anomaly', 'ad1'],
    ['contributor', 'm1'],
  ])('of %s has its expression, and what it is calculated from', (name, id) => {
    const queries = queriesIn(readWidget(graph(name)?.widget ?? ''));

    expect(queries.find(({ Id }) => Id === id)).toHaveProperty('Expression');
    expect(queries).toHaveLength(alarm(name).configuration.metrics.length);
  });

  test('of a log alarm is its last results alone', () => {
    expect(graph('log')).toEqual({
      region: 'eu-west-1',
      sparkline: '▁▆█ 4 … 23 (threshold > 10)',
      alt: 'query result, at 23, threshold > 10',
    });
  });

  test('of an alarm with neither a metric nor data is none', () => {
    expect(graph('promql')).toBeNull();
  });

  test('of a metric nobody has data of says what there is to see', () => {
    expect(graph('target-tracking')?.sparkline).toBe('CPUUtilization, threshold < 54');
  });
});

describe('a sparkline', () => {
  const of = (...datapoints: readonly number[]) =>
    sparkline(
      {
        value: 'ALARM',
        reasonData: { datapoints, lowerThresholds: [], upperThresholds: [], triggeringAlarms: [] },
      },
      null,
    );

  test.each([
    [[0, 7], '▁█ 0 … 7'],
    [[5, 5, 5], '▅▅▅ 5 … 5'],
    [[-3, 0, 3], '▁▅█ -3 … 3'],
    [[4], '4'],
    [[], null],
  ])('of %j is %s', (datapoints, line) => {
    expect(of(...datapoints)).toBe(line);
  });

  test('shows the newest thirty values', () => {
    const many = Array.from({ length: 40 }, (_, index) => index);

    expect(of(...many)).toMatch(/^.{30} 10 … 39$/u);
  });
});
