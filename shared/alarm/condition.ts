import type { AlarmConfiguration, AlarmMetric, AlarmState } from '../core/alarm.ts';

/** An alarm, as far as what it crossed is concerned. */
type Watching = { readonly configuration: AlarmConfiguration; readonly state: AlarmState };

/** What has to be crossed, and how: `> 80`, `outside of 31.5 to 64.5`. */
export type Condition = {
  readonly sign: string;
  readonly threshold?: number;
  readonly band?: readonly [lower: number, upper: number];
};

const signs: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside of',
  LessThanLowerThreshold: 'below',
  GreaterThanUpperThreshold: 'above',
};

/**
 * How `reason` says it, where the configuration names no operator, as that of EventBridge never does. The longer ones
 * come first. Seen in reasons, and nowhere documented.
 */
const wordings: readonly (readonly [wording: string, sign: string])[] = [
  ['less than the lower thresholds [^\\]]*\\] or greater than the upper thresholds', 'outside of'],
  ['less than the lower threshold', 'below'],
  ['greater than the upper threshold', 'above'],
  ['greater than or equal to the threshold', '>='],
  ['less than or equal to the threshold', '<='],
  ['greater than the threshold', '>'],
  ['less than the threshold', '<'],
];

/** What the alarm's metric is compared with, `null` where neither the event nor a look tells. */
export function conditionOf({ configuration, state }: Watching): Condition | null {
  const sign = signs[configuration.comparisonOperator ?? ''] ?? signIn(state.reason ?? '');
  if (sign === undefined) return null;
  const band = bandOf(state);
  if (band) return { sign, band };
  const threshold =
    configuration.threshold ?? state.reasonData?.threshold ?? thresholdIn(state.reason ?? '');
  return threshold === undefined ? null : { sign, threshold };
}

const signIn = (reason: string): string | undefined =>
  wordings.find(([wording]) => new RegExp(wording, 'i').test(reason))?.[1];

/** Time series tell no `reasonData`: `greater than the threshold (95.0)`. */
function thresholdIn(reason: string): number | undefined {
  const [, text] = /the threshold \((-?[\d.]+(?:E-?\d+)?)\)/i.exec(reason) ?? [];
  return text === undefined ? undefined : Number(text);
}

function bandOf({ reasonData }: AlarmState): readonly [number, number] | null {
  const lower = reasonData?.lowerThresholds.at(-1);
  const upper = reasonData?.upperThresholds.at(-1);
  return lower === undefined || upper === undefined ? null : [lower, upper];
}

/** `> 80`, `outside of 31.5 to 64.5`. */
export const conditionInWords = ({ sign, threshold, band }: Condition): string =>
  band ? `${sign} ${figure(band[0])} to ${figure(band[1])}` : `${sign} ${figure(threshold ?? 0)}`;

/** The metric, or the expression, that the alarm is about. A band is there for another metric's sake. */
export function watchedMetric({ metrics }: AlarmConfiguration): AlarmMetric | null {
  const isBand = ({ expression }: AlarmMetric): boolean =>
    /ANOMALY_DETECTION_BAND/i.test(expression ?? '');
  const told = metrics.filter((metric) => metric.returnData && !isBand(metric));
  return told[0] ?? metrics.find((metric) => !isBand(metric)) ?? null;
}

/** How the metric is called: its label, its name, or what it is calculated by; of a query, what it selects. */
export function nameOfMetric({ label, name, expression = '', id }: AlarmMetric): string {
  const [, selected] = /^\s*SELECT\s+(.+?)\s+FROM\b/is.exec(expression) ?? [];
  return label ?? name ?? selected ?? (expression || id);
}

/** The newest value: SNS tells it in the reason only, newest first (`[97.3 (06/10/26 02:13:00), …`). */
export function lastValueOf({ reasonData, reason = '' }: AlarmState): number | undefined {
  const [, text] = /\[(-?[\d.]+(?:E-?\d+)?) \(/i.exec(reason) ?? [];
  return reasonData?.datapoints.at(-1) ?? (text === undefined ? undefined : Number(text));
}

/** `97.3`, `1,204`: four figures say enough. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(4));
  if (rounded !== 0 && Math.abs(rounded) < 0.0001) return rounded.toExponential();
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

/**
 * For how long: `3 of 5 periods of 1m`. The event tells it in words only: "3 out of the last 5 datapoints". A count
 * of datapoints in the reason is of those that crossed, which is what people ask for.
 */
export function spanInWords({ configuration, state }: Watching, period: string): string | null {
  const [, crossed, of] =
    /(\d+) out of the last (\d+) (?:datapoints|query results)/.exec(state.reason ?? '') ?? [];
  const { datapointsToAlarm, evaluationPeriods } = configuration;
  const count = crossed ?? datapointsToAlarm ?? evaluationPeriods;
  const last = of ?? evaluationPeriods;
  if (count === undefined || last === undefined) return null;
  return `${count} of the last ${last} ${period === '' ? 'evaluations' : `periods of ${period}`}`;
}
