import type { Body } from '../types.ts';
import type { Alarm, AlarmState, CompositeAlarm, LogAlarm, MetricAlarm } from './alarms/model.ts';

/** Alarms as DescribeAlarms writes them. */

function common(alarm: Alarm): Body {
  const { input, state } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: input.AlarmDescription,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: input.OKActions,
    AlarmActions: input.AlarmActions,
    InsufficientDataActions: input.InsufficientDataActions,
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData ?? undefined,
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(alarm.transitionedAt),
    ActionConfiguration: input.ActionConfiguration,
  };
}

export const metricInApi = (alarm: MetricAlarm): Body => {
  const { input } = alarm;
  const isList = input.Metrics.length > 0;
  return {
    ...common(alarm),
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    Statistic: input.Statistic,
    ExtendedStatistic: input.ExtendedStatistic,
    Dimensions: input.Dimensions,
    Period: input.Period,
    Unit: input.Unit,
    EvaluationPeriods: input.EvaluationPeriods,
    DatapointsToAlarm: input.DatapointsToAlarm,
    Threshold: input.Threshold,
    ComparisonOperator: input.ComparisonOperator,
    TreatMissingData: input.TreatMissingData,
    ...(isList ? { Metrics: input.Metrics } : {}),
    ThresholdMetricId: input.ThresholdMetricId,
  };
};

export const compositeInApi = (alarm: CompositeAlarm): Body => ({
  ...common(alarm),
  AlarmRule: alarm.input.AlarmRule,
  ActionsSuppressor: alarm.input.ActionsSuppressor,
  ActionsSuppressorWaitPeriod: alarm.input.ActionsSuppressorWaitPeriod,
  ActionsSuppressorExtensionPeriod: alarm.input.ActionsSuppressorExtensionPeriod,
  ...suppressionInApi(alarm.state),
});

const suppressionInApi = ({ suppressedBy }: AlarmState): Body =>
  suppressedBy
    ? {
        ActionsSuppressedBy: suppressedBy,
        ActionsSuppressedReason: `Actions suppressed by ${suppressedBy}`,
      }
    : {};

export const logInApi = (alarm: LogAlarm): Body => ({
  ...common(alarm),
  ScheduledQueryConfiguration: alarm.input.ScheduledQueryConfiguration,
  QueryResultsToEvaluate: alarm.input.QueryResultsToEvaluate,
  QueryResultsToAlarm: alarm.input.QueryResultsToAlarm,
  Threshold: alarm.input.Threshold,
  ComparisonOperator: alarm.input.ComparisonOperator,
  TreatMissingData: alarm.input.TreatMissingData,
});
