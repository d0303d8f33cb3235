import type { Body, Kernel } from '../../types.ts';
import { timestamp } from '../state/times.ts';
import type { ActionPayload } from './alarms.ts';
import { queriesOf } from './evaluate.ts';
import { configurationInEvent, propagatedTags, stateInEvent } from './event.ts';
import type { Alarm, AlarmState, MetricAlarm } from './model.ts';

/** SNS messages name regions as the console does. */
const regions: { readonly [region: string]: string } = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-central-1': 'EU (Frankfurt)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
};

export type Change = {
  readonly state: AlarmState;
  readonly previousState: AlarmState;
  /** What made a composite change. */
  readonly children: readonly Alarm[];
};

/** What an alarm's actions are told. */
export function payloadOf(kernel: Kernel, alarm: Alarm, change: Change): ActionPayload {
  const region = regions[kernel.region] ?? kernel.region;
  return {
    subject: `${change.state.value}: "${alarm.name}" in ${region}`.slice(0, 99),
    notification: notification(kernel, region, alarm, change),
    lambdaEvent: {
      source: 'aws.cloudwatch',
      alarmArn: alarm.arn,
      accountId: kernel.account,
      time: timestamp(change.state.at),
      region: kernel.region,
      alarmData: {
        alarmName: alarm.name,
        state: stateInEvent(change.state),
        previousState: stateInEvent(change.previousState),
        configuration: configurationInEvent(alarm),
      },
    },
  };
}

function notification(kernel: Kernel, region: string, alarm: Alarm, change: Change): Body {
  const { input } = alarm;
  const tags = propagatedTags(alarm);
  return {
    AlarmName: alarm.name,
    AlarmDescription: input.AlarmDescription ?? null,
    AWSAccountId: kernel.account,
    AlarmConfigurationUpdatedTimestamp: timestamp(alarm.updatedAt),
    NewStateValue: change.state.value,
    NewStateReason: change.state.reason,
    StateChangeTime: timestamp(change.state.at),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.previousState.value,
    OKActions: input.OKActions,
    AlarmActions: input.AlarmActions,
    InsufficientDataActions: input.InsufficientDataActions,
    ...(alarm.kind === 'metric' ? { Trigger: trigger(alarm) } : {}),
    ...(alarm.kind === 'composite' ? compositeParts(alarm.input.AlarmRule, change) : {}),
    ...(tags ? { AlarmTags: tags, AlarmTagsStatus: 'SUCCESS' } : {}),
  };
}

const compositeParts = (rule: string, { children }: Change): Body => ({
  AlarmRule: rule,
  TriggeringChildren: children.map(({ arn, state }) => ({
    Arn: arn,
    State: { Value: state.value, Timestamp: timestamp(state.at) },
  })),
});

const shortNames: { readonly [statistic: string]: string } = {
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
  SampleCount: 'SAMPLE_COUNT',
};

function trigger(alarm: MetricAlarm): Body {
  const { input } = alarm;
  const common = {
    Period: input.Period ?? 60,
    EvaluationPeriods: input.EvaluationPeriods,
    ...(input.DatapointsToAlarm === undefined
      ? {}
      : { DatapointsToAlarm: input.DatapointsToAlarm }),
    ComparisonOperator: input.ComparisonOperator,
    Threshold: input.Threshold ?? 0,
    TreatMissingData: input.TreatMissingData,
    EvaluateLowSampleCountPercentile: '',
  };
  if (input.Metrics.length > 0) return { ...common, Metrics: queriesOf(alarm) };
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    StatisticType: input.Statistic ? 'Statistic' : 'ExtendedStatistic',
    Statistic: shortNames[input.Statistic ?? ''] ?? input.ExtendedStatistic,
    Unit: input.Unit ?? null,
    Dimensions: input.Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
    ...common,
  };
}
