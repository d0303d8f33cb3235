import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { windowOf } from './get-metric-data.ts';
import { timesOf } from './query/series.ts';
import { Dimensions, Period, Time } from './shapes.ts';
import type { Metrics } from './state/metrics.ts';
import { isStatistic, statisticOf, within } from './state/statistic.ts';

const GetMetricStatistics = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: Dimensions.default([]),
  StartTime: Time,
  EndTime: Time,
  Period,
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
});

export const getMetricStatistics = (metrics: Metrics): ApiAction =>
  action({
    input: GetMetricStatistics,
    answer(input) {
      const statistics = [...input.Statistics, ...input.ExtendedStatistics];
      if (statistics.length === 0 || !statistics.every(isStatistic)) {
        throw new ApiError('InvalidParameterCombination', 'At least one statistic is required');
      }
      const metric = metrics.find(input.Namespace, input.MetricName, input.Dimensions);
      const periodMs = input.Period * 1000;
      const points = timesOf(windowOf(periodMs, input)).flatMap((at) => {
        const samples = within(metric?.samples ?? [], at, at + periodMs);
        if (samples.length === 0) return [];
        const of = (names: readonly string[]) =>
          Object.fromEntries(names.map((name) => [name, statisticOf(samples, name)]));
        return [
          {
            Timestamp: new Date(at),
            ...of(input.Statistics),
            ...(input.ExtendedStatistics.length > 0
              ? { ExtendedStatistics: of(input.ExtendedStatistics) }
              : {}),
            Unit: metric?.unit ?? 'None',
          },
        ];
      });
      return { Label: input.MetricName, Datapoints: points };
    },
  });
