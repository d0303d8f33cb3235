import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { type Alarms, alarmArn } from './alarms/alarms.ts';
import type { MetricAlarm } from './alarms/model.ts';
import { rememberAlarm } from './alarms/remember.ts';
import { parseInsights } from './query/insights.ts';
import { parseExpression } from './query/parse.ts';
import {
  AlarmInput,
  ComparisonOperator,
  Dimensions,
  MetricDataQuery,
  Period,
  TreatMissingData,
} from './shapes.ts';
import { isStatistic } from './state/statistic.ts';

export const PutMetricAlarm = AlarmInput.extend({
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Statistic: z.enum(['Average', 'Sum', 'SampleCount', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: Dimensions.default([]),
  Period: Period.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: z.number().int().min(1),
  DatapointsToAlarm: z.number().int().min(1).optional(),
  Threshold: z.number().optional(),
  ComparisonOperator,
  TreatMissingData: TreatMissingData.default('missing'),
  Metrics: z.array(MetricDataQuery).max(20).default([]),
  ThresholdMetricId: z.string().optional(),
});
export type PutMetricAlarm = z.infer<typeof PutMetricAlarm>;

export const putMetricAlarm = (alarms: Alarms): ApiAction =>
  action({
    input: PutMetricAlarm,
    permissions: ({ AlarmName }) => [
      { action: 'cloudwatch:PutMetricAlarm', resource: alarmArn(alarms.kernel, AlarmName) },
    ],
    answer(input) {
      const problem = problemOf(input);
      if (problem) throw new ApiError('ValidationError', problem);
      rememberAlarm(alarms, input, (common): MetricAlarm => {
        const metricId = alarms.kernel.dice.uuid();
        return { ...common, kind: 'metric', input, metricId, contributors: new Map() };
      });
      return {};
    },
  });

function problemOf(input: PutMetricAlarm): string | null {
  const { DatapointsToAlarm = 1, EvaluationPeriods, Metrics, ThresholdMetricId } = input;
  if (DatapointsToAlarm > EvaluationPeriods) {
    return 'DatapointsToAlarm must be less than or equal to EvaluationPeriods';
  }
  const isBand = /LowerThreshold|UpperThreshold/.test(input.ComparisonOperator);
  if (isBand !== (ThresholdMetricId !== undefined)) {
    return 'ThresholdMetricId goes with the operators of anomaly detection, and only with them';
  }
  if (!isBand && input.Threshold === undefined) return 'A threshold is required';
  return Metrics.length > 0 ? problemOfList(input) : problemOfMetric(input);
}

function problemOfMetric(input: PutMetricAlarm): string | null {
  const { MetricName, Namespace, Period: period, Statistic, ExtendedStatistic } = input;
  if (MetricName === undefined || Namespace === undefined || period === undefined) {
    return 'MetricName, Namespace and Period are required without a list of metrics';
  }
  const statistic = Statistic ?? ExtendedStatistic;
  return statistic !== undefined && isStatistic(statistic) ? null : 'A statistic is required';
}

function problemOfList({ Metrics, MetricName, ThresholdMetricId }: PutMetricAlarm): string | null {
  if (MetricName !== undefined) return 'Metrics and MetricName cannot be given together';
  const compared = Metrics.filter(
    ({ Id, ReturnData }) => ReturnData !== false && Id !== ThresholdMetricId,
  );
  if (compared.length !== 1) return 'Exactly one element of the metrics list should return data';
  for (const { Expression } of Metrics) {
    if (Expression !== undefined && !parseInsights(Expression)) parseExpression(Expression);
  }
  return null;
}
