import { decimal, shortTime, timestamp } from '../state/times.ts';
import { comparisonOf } from './compare.ts';
import { datapointsToAlarmOf, type Evaluation } from './evaluate.ts';
import type { MetricAlarm } from './model.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Why a metric alarm changed its state, in CloudWatch's words. */
export function reasonOf(alarm: MetricAlarm, evaluation: Evaluation): string {
  const { verdict } = evaluation;
  const periods = alarm.input.EvaluationPeriods;
  if (verdict.value === 'INSUFFICIENT_DATA') {
    const were = periods === 1 ? 'was' : 'were';
    return `Insufficient Data: ${plural(periods, 'datapoint')} ${were} unknown.`;
  }
  if (verdict.used.length === 0) return nothingReceived(alarm, verdict.filled);
  const { s, counted } = whichCount(alarm, evaluation);
  const list = counted.map((index) => point(evaluation, index)).join(', ');
  const be = counted.length === 1 ? 'was' : 'were';
  const not = verdict.value === 'ALARM' ? '' : ' not';
  const against = thresholdWords(alarm, evaluation, not);
  return (
    `Threshold${s} Crossed: ${counted.length} out of the last ` +
    `${plural(verdict.used.length, 'datapoint')} [${list}] ${be}${not} ${against} ` +
    `(minimum ${plural(minimumFor(alarm, verdict.value), 'datapoint')} for ${transition(verdict.value)} transition).`
  );
}

const transition = (value: string): string => (value === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK');

/** M of N to get in; so many that M of N is impossible to get out. */
function minimumFor({ input }: MetricAlarm, value: string): number {
  const wanted = datapointsToAlarmOf(input);
  return value === 'ALARM' ? wanted : input.EvaluationPeriods - wanted + 1;
}

function nothingReceived({ input }: MetricAlarm, filled: number): string {
  const treated = input.TreatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  const were = filled === 1 ? 'was' : 'were';
  return (
    `Threshold Crossed: no datapoints were received for ${plural(filled, 'period')} and ` +
    `${plural(filled, 'missing datapoint')} ${were} treated as [${treated}].`
  );
}

/** The datapoints that speak for the new state, newest first. */
function whichCount({ input }: MetricAlarm, { verdict, column, bands, isAnomaly }: Evaluation) {
  const { breaches } = comparisonOf(input.ComparisonOperator);
  const counted = verdict.used.filter((index) => {
    const [value = null, band = null] = [column[index], bands[index]];
    return value !== null && band && breaches(value, band) === (verdict.value === 'ALARM');
  });
  return { s: isAnomaly ? 's' : '', counted: counted.toReversed() };
}

const point = ({ column, times }: Evaluation, index: number): string =>
  `${decimal(column[index] ?? 0)} (${shortTime(times[index] ?? 0)})`;

function thresholdWords(
  { input }: MetricAlarm,
  { verdict, bands, isAnomaly }: Evaluation,
  not: string,
): string {
  const { words } = comparisonOf(input.ComparisonOperator);
  if (!isAnomaly) return `${words} (${decimal(input.Threshold ?? 0)})`;
  const edges = (of: 'lower' | 'upper'): string =>
    `[${verdict.used.map((index) => bands[index]?.[of] ?? 0).join(', ')}]`;
  if (input.ComparisonOperator === 'GreaterThanUpperThreshold') return `${words} ${edges('upper')}`;
  if (input.ComparisonOperator === 'LessThanLowerThreshold') return `${words} ${edges('lower')}`;
  return `${words} ${edges('lower')} or${not} greater than the upper thresholds ${edges('upper')}`;
}

/** The same as JSON text. */
export function reasonDataOf(alarm: MetricAlarm, evaluation: Evaluation): string {
  const { now, verdict, times, column, bands, window, isAnomaly } = evaluation;
  const { Statistic, Threshold, Unit, EvaluationPeriods } = alarm.input;
  const [first] = verdict.used;
  const edges = (of: 'lower' | 'upper') => verdict.used.map((index) => bands[index]?.[of] ?? 0);
  return JSON.stringify({
    version: '1.0',
    queryDate: timestamp(now),
    ...(first === undefined ? {} : { startDate: timestamp(times[first] ?? now) }),
    ...(Unit === undefined ? {} : { unit: Unit }),
    ...(Statistic === undefined ? {} : { statistic: Statistic }),
    period: window.periodMs / 1000,
    recentDatapoints: verdict.used.map((index) => column[index]),
    ...(isAnomaly
      ? { recentLowerThresholds: edges('lower'), recentUpperThresholds: edges('upper') }
      : { threshold: Threshold }),
    evaluatedDatapoints: times
      .map((at, index) => ({ timestamp: timestamp(at), value: column[index] ?? undefined }))
      .slice(-EvaluationPeriods)
      .toReversed(),
  });
}

/** What a time series of a grouping query says when it changes. */
export function contributorReason(alarm: MetricAlarm, evaluation: Evaluation): string {
  const { words } = comparisonOf(alarm.input.ComparisonOperator);
  const isBad = evaluation.verdict.value === 'ALARM';
  const { counted } = whichCount(alarm, evaluation);
  const [newest = 0] = counted;
  const be = `${counted.length === 1 ? 'was' : 'were'}${isBad ? '' : ' not'}`;
  const crossed = isBad ? 'crossed' : 'did not cross';
  return (
    `Threshold Crossed: ${plural(counted.length, 'datapoint')} ${be} ${words} ` +
    `(${decimal(alarm.input.Threshold ?? 0)}). The most recent datapoint which ${crossed} the ` +
    `threshold: [${point(evaluation, newest)}].`
  );
}
