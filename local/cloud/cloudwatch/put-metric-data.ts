import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Kernel } from '../types.ts';
import { Dimensions, Time } from './shapes.ts';
import { type Metrics, type Sample, sampleOf } from './state/metrics.ts';

const Datum = z.object({
  MetricName: z.string().min(1).max(255),
  Dimensions: Dimensions.default([]),
  Timestamp: Time.optional(),
  Value: z.number().optional(),
  Values: z.array(z.number()).max(150).optional(),
  Counts: z.array(z.number()).max(150).optional(),
  StatisticValues: z
    .object({
      SampleCount: z.number(),
      Sum: z.number(),
      Minimum: z.number(),
      Maximum: z.number(),
    })
    .optional(),
  Unit: z.string().optional(),
});
type Datum = z.infer<typeof Datum>;

const PutMetricData = z.object({
  Namespace: z.string().min(1).max(255),
  MetricData: z.array(Datum).max(1000).default([]),
});

export const putMetricData = (metrics: Metrics, { time }: Kernel): ApiAction =>
  action({
    input: PutMetricData,
    permissions: ({ Namespace }) => [
      {
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': Namespace },
      },
    ],
    answer({ Namespace, MetricData }) {
      for (const datum of MetricData) {
        const metric = metrics.metric(Namespace, datum.MetricName, datum.Dimensions);
        metric.unit = datum.Unit ?? metric.unit;
        metrics.add(metric, sampleIn(datum, datum.Timestamp ?? time.now()));
      }
      return {};
    },
  });

function sampleIn({ Value, Values, Counts, StatisticValues }: Datum, at: number): Sample {
  if (Value !== undefined) return sampleOf(at, [Value]);
  if (Values) {
    const repeated = Values.flatMap((value, index) => Array(Counts?.[index] ?? 1).fill(value));
    return sampleOf(at, repeated.map(Number));
  }
  if (StatisticValues) {
    const { Sum, SampleCount, Minimum, Maximum } = StatisticValues;
    return { at, sum: Sum, count: SampleCount, min: Minimum, max: Maximum, values: [] };
  }
  throw new ApiError('MissingParameter', 'A datum needs Value, Values or StatisticValues');
}
