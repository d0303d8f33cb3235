import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError, type Body } from '../types.ts';
import type { Column } from './query/calculate.ts';
import { answerQuery, periodMsOf, type Source, timesOf, type Window } from './query/series.ts';
import { MetricDataQuery, Time } from './shapes.ts';

const GetMetricData = z.object({
  MetricDataQueries: z.array(MetricDataQuery).max(500),
  StartTime: Time,
  EndTime: Time,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: z.number().int().max(100_800).default(100_800),
});
type GetMetricData = z.infer<typeof GetMetricData>;

/** Source: CloudWatch API reference, GetMetricData. Everything is answered as complete. */
export const getMetricData = (source: Source): ApiAction =>
  action({
    input: GetMetricData,
    answer(input) {
      if (input.StartTime >= input.EndTime) {
        throw new ApiError('ValidationError', 'StartTime must be before EndTime');
      }
      const window = windowOf(periodMsOf(input.MetricDataQueries), input);
      const asked = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false);
      const results = asked.flatMap((query) => resultsOf(source, input, query, window));
      const { items, nextToken } = page(results, input.NextToken, 500);
      return { MetricDataResults: items, Messages: [], NextToken: nextToken };
    },
  });

/** Periods begin at multiples of themselves. */
export function windowOf(
  periodMs: number,
  { StartTime, EndTime }: { readonly StartTime: number; readonly EndTime: number },
): Window {
  const from = Math.floor(StartTime / periodMs) * periodMs;
  return { from, periodMs, length: Math.max(0, Math.ceil((EndTime - from) / periodMs)) };
}

function resultsOf(
  source: Source,
  input: GetMetricData,
  query: MetricDataQuery,
  window: Window,
): readonly Body[] {
  const answer = answerQuery(source, input.MetricDataQueries, query.Id, window);
  const result = (label: string, column: Column): Body => {
    const points = timesOf(window).flatMap((at, index) => {
      const value = column[index] ?? null;
      return value === null ? [] : [{ at, value }];
    });
    const sorted = input.ScanBy === 'TimestampDescending' ? points.toReversed() : points;
    const shown = sorted.slice(0, input.MaxDatapoints);
    return {
      Id: query.Id,
      Label: query.Label ?? label,
      Timestamps: shown.map(({ at }) => new Date(at)),
      Values: shown.map(({ value }) => value),
      StatusCode: 'Complete',
    };
  };
  if (answer.kind === 'line') {
    return [result(query.MetricStat?.Metric.MetricName ?? query.Id, answer.column)];
  }
  if (answer.kind === 'groups') {
    return answer.groups.map(({ attributes, column }) =>
      result(Object.values(attributes).join(' '), column),
    );
  }
  return [
    result(
      `${query.Id} Low`,
      answer.bands.map((band) => band?.lower ?? null),
    ),
    result(
      `${query.Id} High`,
      answer.bands.map((band) => band?.upper ?? null),
    ),
  ];
}
