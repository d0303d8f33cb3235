import type {
  CompositeAlarm,
  Dimension,
  LogAlarm,
  MetricAlarm,
  MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import {
  type AlarmDescription,
  type AlarmMetric,
  type AlarmState,
  alarmKindOf,
  type Dimensions,
  stateValues,
} from '../core/alarm.ts';
import { given } from '../core/given.ts';
import { readReasonData } from '../core/reason-data.ts';

/** Alarms as DescribeAlarms writes them. */

export function metricAlarmOf(alarm: MetricAlarm): AlarmDescription {
  const metrics = alarm.Metrics?.length ? alarm.Metrics.map(metricOf) : onlyMetric(alarm);
  return {
    ...common(alarm),
    configuration: {
      kind: alarmKindOf({ promql: alarm.EvaluationCriteria, metrics }),
      metrics,
      ...given({
        description: alarm.AlarmDescription,
        threshold: alarm.Threshold,
        comparisonOperator: alarm.ComparisonOperator,
        evaluationPeriods: alarm.EvaluationPeriods,
        datapointsToAlarm: alarm.DatapointsToAlarm,
      }),
    },
  };
}

export function compositeAlarmOf(alarm: CompositeAlarm): AlarmDescription {
  const { state, ...others } = common(alarm);
  const suppressed = given({
    actionsSuppressedBy: alarm.ActionsSuppressedBy,
    actionsSuppressedReason: alarm.ActionsSuppressedReason,
  });
  return {
    ...others,
    state: { ...state, ...suppressed },
    configuration: {
      kind: 'composite',
      metrics: [],
      ...given({
        description: alarm.AlarmDescription,
        alarmRule: alarm.AlarmRule,
        suppressorWaitSeconds: alarm.ActionsSuppressorWaitPeriod,
        suppressorExtensionSeconds: alarm.ActionsSuppressorExtensionPeriod,
      }),
    },
  };
}

export function logAlarmOf(alarm: LogAlarm): AlarmDescription {
  const query = alarm.ScheduledQueryConfiguration;
  return {
    ...common(alarm),
    configuration: {
      kind: 'log',
      metrics: [],
      ...given({
        description: alarm.AlarmDescription,
        threshold: alarm.Threshold,
        comparisonOperator: alarm.ComparisonOperator,
        query: query?.QueryString,
        logGroups: query?.LogGroupIdentifiers,
      }),
    },
  };
}

type Common = Pick<
  MetricAlarm,
  | 'AlarmArn'
  | 'AlarmName'
  | 'StateValue'
  | 'StateReason'
  | 'StateReasonData'
  | 'StateUpdatedTimestamp'
  | 'StateTransitionedTimestamp'
>;

function common(alarm: Common): Omit<AlarmDescription, 'configuration'> {
  return {
    alarmArn: alarm.AlarmArn ?? '',
    alarmName: alarm.AlarmName ?? '',
    state: stateOf(alarm),
    ...given({ transitionedAt: alarm.StateTransitionedTimestamp?.toISOString() }),
  };
}

/** A state that this version does not know is none that anybody should be told is well. */
const stateOf = (alarm: Common): AlarmState => ({
  value: stateValues.find((value) => value === alarm.StateValue) ?? 'INSUFFICIENT_DATA',
  ...given({
    at: alarm.StateUpdatedTimestamp?.toISOString(),
    reason: alarm.StateReason,
    reasonData: readReasonData(alarm.StateReasonData) ?? undefined,
  }),
});

function onlyMetric(alarm: MetricAlarm): readonly AlarmMetric[] {
  if (alarm.MetricName === undefined) return [];
  return [
    {
      id: 'm1',
      dimensions: dimensionsOf(alarm.Dimensions),
      returnData: true,
      ...given({
        namespace: alarm.Namespace,
        name: alarm.MetricName,
        stat: alarm.ExtendedStatistic ?? alarm.Statistic,
        periodSeconds: alarm.Period,
      }),
    },
  ];
}

function metricOf(query: MetricDataQuery): AlarmMetric {
  const { MetricStat: metricStat } = query;
  return {
    id: query.Id ?? '',
    dimensions: dimensionsOf(metricStat?.Metric?.Dimensions),
    returnData: query.ReturnData ?? true,
    ...given({
      expression: query.Expression,
      label: query.Label,
      accountId: query.AccountId,
      namespace: metricStat?.Metric?.Namespace,
      name: metricStat?.Metric?.MetricName,
      stat: metricStat?.Stat,
      periodSeconds: metricStat?.Period ?? query.Period,
    }),
  };
}

const dimensionsOf = (dimensions: readonly Dimension[] | undefined): Dimensions =>
  Object.fromEntries((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
