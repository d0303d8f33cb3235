import * as z from 'zod/mini';
import {
  type AlarmConfiguration,
  type AlarmMetric,
  type AlarmState,
  alarmKindOf,
  type Dimensions,
  stateValues,
  type TriggeringAlarm,
} from '../core/alarm.ts';
import { given } from '../core/given.ts';
import { lenient } from '../core/lenient.ts';
import type { AlarmChanged } from '../core/signal.ts';
import { alarmChanged } from './alarm-signal.ts';
import { Moment, read } from './read.ts';

const Text = lenient(z.string());
const Count = lenient(z.number());

/** Some of them say `name`, some `Name`. */
const Dimension = z.object({ name: Text, value: Text, Name: Text, Value: Text });

const Metric = z.object({
  Id: z.string(),
  Expression: Text,
  Label: Text,
  Period: Count,
  AccountId: Text,
  ReturnData: lenient(z.boolean()),
  MetricStat: lenient(
    z.object({
      Metric: z.object({
        Namespace: Text,
        MetricName: Text,
        Dimensions: lenient(z.array(Dimension)),
      }),
      Period: Count,
      Stat: Text,
    }),
  ),
});

const Trigger = z.object({
  MetricName: Text,
  Namespace: Text,
  Statistic: Text,
  ExtendedStatistic: Text,
  Dimensions: lenient(z.array(Dimension)),
  Period: Count,
  EvaluationPeriods: Count,
  DatapointsToAlarm: Count,
  ComparisonOperator: Text,
  Threshold: Count,
  Metrics: lenient(z.array(Metric)),
});

const Child = z.union([
  z.string(),
  z.object({
    Arn: z.string(),
    State: lenient(z.object({ Value: Text, Timestamp: Text })),
  }),
]);

/**
 * What an alarm publishes to SNS. `Region` is a name for people ("EU (Ireland)"): the ARN says which region it is.
 * Source: CloudWatch user guide, notify-users-on-alarm-changes; that metric math has `Trigger.Metrics`, and how a log
 * alarm looks, is seen in messages and not documented.
 */
const AlarmMessage = z.object({
  AlarmArn: z.string(),
  AlarmName: z.string(),
  AlarmDescription: Text,
  NewStateValue: z.enum(stateValues),
  NewStateReason: Text,
  StateChangeTime: Moment,
  OldStateValue: lenient(z.enum(stateValues)),
  Trigger: lenient(Trigger),
  AlarmRule: Text,
  TriggeringChildren: lenient(z.array(Child)),
  LogGroups: lenient(z.array(z.string())),
  AlarmContributorId: Text,
  AlarmContributorAttributes: lenient(z.record(z.string(), z.string())),
  AlarmTags: lenient(z.record(z.string(), z.string())),
  AlarmTagsStatus: Text,
});

type AlarmMessage = z.infer<typeof AlarmMessage>;

/** Reads the message that an alarm publishes. Throws `BadInput` for what is malformed. */
export function readAlarmMessage(message: unknown): AlarmChanged {
  const alarm = read(AlarmMessage, message, 'the alarm in the SNS message');
  const { AlarmContributorId: id } = alarm;
  return alarmChanged({
    alarmArn: alarm.AlarmArn,
    alarmName: alarm.AlarmName,
    at: alarm.StateChangeTime,
    configuration: configurationOf(alarm),
    state: stateOf(alarm),
    alarmTags: alarm.AlarmTags ?? {},
    ...given({
      previousState: alarm.OldStateValue && { value: alarm.OldStateValue },
      alarmContributor: id ? { id, attributes: alarm.AlarmContributorAttributes ?? {} } : undefined,
      alarmTagsStatus: alarm.AlarmTagsStatus,
    }),
  });
}

function stateOf({ NewStateValue, NewStateReason, TriggeringChildren }: AlarmMessage): AlarmState {
  const triggeringAlarms = (TriggeringChildren ?? []).map(
    (child): TriggeringAlarm =>
      typeof child === 'string'
        ? { arn: child }
        : { arn: child.Arn, ...given({ value: child.State?.Value, at: child.State?.Timestamp }) },
  );
  const nothing = { datapoints: [], lowerThresholds: [], upperThresholds: [] };
  return {
    value: NewStateValue,
    ...given({ reason: NewStateReason }),
    ...(triggeringAlarms.length > 0 ? { reasonData: { ...nothing, triggeringAlarms } } : {}),
  };
}

function configurationOf(alarm: AlarmMessage): AlarmConfiguration {
  const { Trigger: trigger } = alarm;
  const metrics = trigger?.Metrics?.map(metricOf) ?? (trigger ? [onlyMetric(trigger)] : []);
  return {
    kind: alarmKindOf({ alarmRule: alarm.AlarmRule, logs: alarm.LogGroups, metrics }),
    metrics,
    ...given({
      description: alarm.AlarmDescription,
      threshold: trigger?.Threshold,
      comparisonOperator: trigger?.ComparisonOperator,
      evaluationPeriods: trigger?.EvaluationPeriods,
      datapointsToAlarm: trigger?.DatapointsToAlarm,
      alarmRule: alarm.AlarmRule,
      logGroups: alarm.LogGroups,
    }),
  };
}

function onlyMetric(trigger: z.infer<typeof Trigger>): AlarmMetric {
  return {
    id: 'm1',
    dimensions: dimensionsOf(trigger.Dimensions),
    returnData: true,
    ...given({
      namespace: trigger.Namespace,
      name: trigger.MetricName,
      stat: trigger.ExtendedStatistic ?? statisticOf(trigger.Statistic),
      periodSeconds: trigger.Period,
    }),
  };
}

const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

/** SNS says `AVERAGE` and `SAMPLECOUNT`. */
const statisticOf = (text: string | undefined): string | undefined =>
  statistics.find((one) => one.toLowerCase() === text?.replace('_', '').toLowerCase()) ?? text;

function metricOf({ Id, MetricStat, ReturnData, ...written }: z.infer<typeof Metric>): AlarmMetric {
  return {
    id: Id,
    dimensions: dimensionsOf(MetricStat?.Metric.Dimensions),
    returnData: ReturnData ?? true,
    ...given({
      expression: written.Expression,
      label: written.Label,
      accountId: written.AccountId,
      namespace: MetricStat?.Metric.Namespace,
      name: MetricStat?.Metric.MetricName,
      stat: MetricStat?.Stat,
      periodSeconds: MetricStat?.Period ?? written.Period,
    }),
  };
}

const dimensionsOf = (list: readonly z.infer<typeof Dimension>[] = []): Dimensions =>
  Object.fromEntries(
    list.map(({ name, Name, value, Value }) => [name ?? Name ?? '', value ?? Value ?? '']),
  );
