/** A CloudWatch alarm as its events, its messages and DescribeAlarms tell it, in AWS's own words. */

/** What an alarm watches. A query of Metrics Insights is `metric-math`, as CloudWatch has it in the same place. */
export type AlarmKind = 'metric' | 'metric-math' | 'anomaly' | 'composite' | 'log' | 'promql';

export const stateValues = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

export type StateValue = (typeof stateValues)[number];

export type AlarmConfiguration = {
  readonly kind: AlarmKind;
  readonly description?: string;
  readonly metrics: readonly AlarmMetric[];
  readonly threshold?: number;
  /** `GreaterThanThreshold`, … */
  readonly comparisonOperator?: string;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  /** Of a composite alarm: `ALARM(cpu-high) OR ALARM(errors)`. */
  readonly alarmRule?: string;
  /** How long a composite waits for its suppressor, and after it, before its actions run. */
  readonly suppressorWaitSeconds?: number;
  readonly suppressorExtensionSeconds?: number;
  /** Of a log or PromQL alarm. */
  readonly query?: string;
  readonly logGroups?: readonly string[];
};

/** One metric of an alarm, or one expression over its other metrics. */
export type AlarmMetric = {
  readonly id: string;
  readonly expression?: string;
  readonly label?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions: Dimensions;
  readonly stat?: string;
  readonly periodSeconds?: number;
  readonly accountId?: string;
  /** False for a metric that is only there to be calculated with. */
  readonly returnData: boolean;
};

export type Dimensions = Readonly<Record<string, string>>;

export type AlarmState = {
  readonly value: StateValue;
  /** Since when, or as of when, ISO 8601; SNS does not tell it of the previous state. */
  readonly at?: string;
  readonly reason?: string;
  readonly reasonData?: ReasonData;
  /** `WaitPeriod`, `ExtensionPeriod` or `Alarm`: a composite alarm's actions are held back. */
  readonly actionsSuppressedBy?: string;
  readonly actionsSuppressedReason?: string;
  /** `PARTIAL_DATA`, `EVALUATION_FAILURE`, …: CloudWatch could not see everything. */
  readonly evaluationState?: string;
};

/** What an alarm's state was decided by. */
export type ReasonData = {
  /** Oldest first. */
  readonly datapoints: readonly number[];
  readonly statistic?: string;
  readonly periodSeconds?: number;
  readonly threshold?: number;
  /** The band of an anomaly detection alarm, in the order of the datapoints. */
  readonly lowerThresholds: readonly number[];
  readonly upperThresholds: readonly number[];
  /** Of a composite alarm: the alarms that made its state what it is. */
  readonly triggeringAlarms: readonly TriggeringAlarm[];
};

export type TriggeringAlarm = {
  readonly arn: string;
  readonly value?: string;
  readonly at?: string;
};

/** One time series of an alarm over many: `{ TableName: 'orders' }`. */
export type AlarmContributor = { readonly id: string; readonly attributes: Dimensions };

/** A mute rule holds back the alarm's actions, and not its events. */
export type MuteDetail = {
  readonly mutedByArn?: string;
  readonly muteWindowStart?: string;
  readonly muteWindowEnd?: string;
};

/** What kind of alarm it is, by what its configuration holds. */
export function alarmKindOf(has: {
  readonly alarmRule?: unknown;
  readonly logs?: unknown;
  readonly promql?: unknown;
  readonly metrics: readonly AlarmMetric[];
}): AlarmKind {
  if (has.alarmRule !== undefined) return 'composite';
  if (has.logs !== undefined) return 'log';
  if (has.promql !== undefined) return 'promql';
  const expressions = has.metrics.flatMap(({ expression }) => expression ?? []);
  if (expressions.some((text) => /ANOMALY_DETECTION_BAND/i.test(text))) return 'anomaly';
  return expressions.length > 0 ? 'metric-math' : 'metric';
}

/** An alarm as it is now. */
export type AlarmDescription = {
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly configuration: AlarmConfiguration;
  /** `at` is when it was last written; see `transitionedAt`. */
  readonly state: AlarmState;
  /** When `state.value` last became another one. */
  readonly transitionedAt?: string;
};
