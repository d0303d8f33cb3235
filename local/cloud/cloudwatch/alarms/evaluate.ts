import type { PutMetricAlarm } from '../put-metric-alarm.ts';
import type { Band } from '../query/band.ts';
import type { Column } from '../query/calculate.ts';
import { answerQuery, periodMsOf, type Source, timesOf, type Window } from '../query/series.ts';
import type { MetricDataQuery, StateValue } from '../shapes.ts';
import { minuteMs } from '../state/times.ts';
import { comparisonOf } from './compare.ts';
import { extraPeriods, judge, type Verdict } from './judge.ts';
import type { MetricAlarm } from './model.ts';

/** What an alarm saw and how it was judged; all lists are oldest first. */
export type Evaluation = {
  readonly now: number;
  readonly window: Window;
  readonly times: readonly number[];
  readonly column: Column;
  readonly bands: readonly (Band | null)[];
  readonly isAnomaly: boolean;
  readonly verdict: Verdict;
  readonly attributes: { readonly [name: string]: string };
};

/** The metrics of an alarm as a list of queries, that of a single metric included. */
export function queriesOf({ input, metricId }: MetricAlarm): readonly MetricDataQuery[] {
  if (input.Metrics.length > 0) return input.Metrics;
  const { MetricName, Namespace, Dimensions, Period = 60, Unit } = input;
  const Stat = input.Statistic ?? input.ExtendedStatistic ?? 'Average';
  const Metric = { MetricName, Namespace, Dimensions };
  return [
    {
      Id: metricId,
      MetricStat: { Metric, Period, Stat, ...(Unit === undefined ? {} : { Unit }) },
      ReturnData: true,
    },
  ];
}

/** The query whose values are compared with the threshold. */
export const comparedQuery = (alarm: MetricAlarm): string =>
  queriesOf(alarm).find(
    ({ Id, ReturnData }) => ReturnData !== false && Id !== alarm.input.ThresholdMetricId,
  )?.Id ?? '';

export const datapointsToAlarmOf = ({ DatapointsToAlarm, EvaluationPeriods }: PutMetricAlarm) =>
  DatapointsToAlarm ?? EvaluationPeriods;

/** Evaluates the alarm over the periods before `now`: once, or for each time series of a grouping query. */
export function evaluate(source: Source, alarm: MetricAlarm, now: number): readonly Evaluation[] {
  const { input } = alarm;
  const queries = queriesOf(alarm);
  const periodMs = periodMsOf(queries);
  const length = input.EvaluationPeriods + extraPeriods;
  const end = Math.floor(now / minuteMs) * minuteMs;
  const window: Window = { from: end - length * periodMs, periodMs, length };
  const answer = answerQuery(source, queries, comparedQuery(alarm), window);
  const bands = bandsOf(source, alarm, window);
  const seen = { now, window, times: timesOf(window), bands };
  const isAnomaly = input.ThresholdMetricId !== undefined;
  const judged = (column: Column, attributes: Evaluation['attributes']): Evaluation => ({
    ...seen,
    ...{ column, attributes, isAnomaly },
    verdict: judgeColumn(input, column, bands),
  });
  if (answer.kind === 'line') return [judged(answer.column, {})];
  if (answer.kind === 'band') return [];
  return answer.groups.map(({ column, attributes }) => judged(column, attributes));
}

function bandsOf(source: Source, alarm: MetricAlarm, window: Window): readonly (Band | null)[] {
  const { ThresholdMetricId, Threshold } = alarm.input;
  if (ThresholdMetricId !== undefined) {
    const answer = answerQuery(source, queriesOf(alarm), ThresholdMetricId, window);
    return answer.kind === 'band' ? answer.bands : [];
  }
  const band = Threshold === undefined ? null : { lower: Threshold, upper: Threshold };
  return timesOf(window).map(() => band);
}

function judgeColumn(
  input: PutMetricAlarm,
  column: Column,
  bands: readonly (Band | null)[],
): Verdict {
  const { breaches } = comparisonOf(input.ComparisonOperator);
  const breaching = column.map((value, index) => {
    const band = bands[index] ?? null;
    return value === null || band === null ? null : breaches(value, band);
  });
  return judge(breaching, {
    evaluationPeriods: input.EvaluationPeriods,
    datapointsToAlarm: datapointsToAlarmOf(input),
    treatMissingData: input.TreatMissingData,
  });
}

/** The new state, or `null` where the present one stays. */
export const newValue = ({ verdict }: Evaluation, present: StateValue): StateValue | null =>
  verdict.value === 'keep' || verdict.value === present ? null : verdict.value;
