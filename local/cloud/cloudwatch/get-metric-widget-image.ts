import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { type Alarms, findAlarm } from './alarms/alarms.ts';
import { windowOf } from './get-metric-data.ts';
import { draw, type Point } from './image/draw.ts';
import { toPng } from './image/png.ts';
import { queriesIn, readWidget, timeIn, type Widget } from './image/widget.ts';
import type { Column } from './query/calculate.ts';
import { answerQuery, periodMsOf, timesOf, type Window } from './query/series.ts';

const GetMetricWidgetImage = z.object({
  MetricWidget: z.string(),
  OutputFormat: z.string().optional(),
});

/** Draws a graph as PNG; on the wire it is base64. Without words: what it is of stands beside it. */
export const getMetricWidgetImage = (alarms: Alarms): ApiAction =>
  action({
    input: GetMetricWidgetImage,
    answer({ MetricWidget }) {
      const widget = readWidget(MetricWidget);
      const now = alarms.kernel.time.now();
      const [from, to] = [timeIn(widget.start, now), timeIn(widget.end, now)];
      const queries = queriesIn(widget);
      const window = windowOf(periodMsOf(queries), { StartTime: from, EndTime: to });
      const lines = queries
        .filter(({ ReturnData }) => ReturnData !== false)
        .flatMap(({ Id }) => columnsOf(answerQuery(alarms.source, queries, Id, window)))
        .map((column) => pointsOf(column, window));
      const picture = draw({
        ...{ width: widget.width, height: widget.height, isDark: widget.theme === 'dark' },
        ...{ from, to, lines },
        horizontal: [...numbersIn(widget), ...thresholdsOf(alarms, widget)],
        vertical: widget.annotations.vertical.flat().map(({ value }) => timeIn(`${value}`, now)),
      });
      return { MetricWidgetImage: toPng(picture).toString('base64') };
    },
  });

function columnsOf(answer: ReturnType<typeof answerQuery>): readonly Column[] {
  if (answer.kind === 'line') return [answer.column];
  if (answer.kind === 'groups') return answer.groups.map(({ column }) => column);
  return [
    answer.bands.map((band) => band?.lower ?? null),
    answer.bands.map((band) => band?.upper ?? null),
  ];
}

const pointsOf = (column: Column, window: Window): readonly Point[] =>
  timesOf(window).flatMap((at, index) => {
    const value = column[index] ?? null;
    return value === null ? [] : [{ at, value }];
  });

const numbersIn = ({ annotations }: Widget): readonly number[] =>
  annotations.horizontal.flat().map(({ value }) => Number(value));

function thresholdsOf(alarms: Alarms, { annotations }: Widget): readonly number[] {
  return annotations.alarms.flatMap((arn) => {
    const alarm = findAlarm(alarms, arn);
    return alarm?.kind === 'metric' ? (alarm.input.Threshold ?? []) : [];
  });
}
