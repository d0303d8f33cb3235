import type { Body } from '../../types.ts';
import { timestamp } from '../state/times.ts';
import { queriesOf } from './evaluate.ts';
import type { Alarm, AlarmState, LogAlarm } from './model.ts';
import { type MuteWindow, muteDetail } from './mute.ts';

/**
 * The detail of a `CloudWatch Alarm State Change`. Source: CloudWatch user guide, "Alarm events and EventBridge".
 * Without `previousState` where there is none, as in events of contributors.
 */
export function stateChange(
  alarm: Alarm,
  parts: {
    readonly state: AlarmState;
    readonly previousState: AlarmState | null;
    readonly mute: MuteWindow | null;
    readonly contributor?: { readonly id: string; readonly attributes: Body };
  },
): Body {
  const { state, previousState, mute, contributor } = parts;
  return {
    alarmName: alarm.name,
    ...(contributor ? { alarmContributor: contributor } : {}),
    state: stateInEvent(state),
    ...(previousState ? { previousState: stateInEvent(previousState) } : {}),
    configuration: configurationInEvent(alarm),
    ...(mute ? { muteDetail: muteDetail(mute) } : {}),
    ...tagsInEvent(alarm),
  };
}

export const stateInEvent = (state: AlarmState): Body => ({
  value: state.value,
  reason: state.reason,
  ...(state.reasonData === null ? {} : { reasonData: state.reasonData }),
  timestamp: timestamp(state.at),
  ...(state.suppressedBy
    ? {
        actionsSuppressedBy: state.suppressedBy,
        actionsSuppressedReason: `Actions suppressed by ${state.suppressedBy}`,
      }
    : {}),
});

/** No threshold, no operator: an event of a metric alarm only tells its metrics. */
export function configurationInEvent(alarm: Alarm): Body {
  const description =
    alarm.input.AlarmDescription === undefined ? {} : { description: alarm.input.AlarmDescription };
  if (alarm.kind === 'log') return { ...description, ...logConfiguration(alarm) };
  if (alarm.kind === 'metric') return { ...description, metrics: queriesOf(alarm).map(inEvent) };
  const { AlarmRule, ActionsSuppressor, ...input } = alarm.input;
  return {
    ...description,
    alarmRule: AlarmRule,
    ...(ActionsSuppressor === undefined
      ? {}
      : {
          actionsSuppressor: ActionsSuppressor,
          actionsSuppressorWaitPeriod: input.ActionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: input.ActionsSuppressorExtensionPeriod,
        }),
  };
}

function logConfiguration({ input }: LogAlarm): Body {
  const query = input.ScheduledQueryConfiguration;
  return {
    logGroupIdentifiers: query.LogGroupIdentifiers,
    queryString: query.QueryString,
    aggregationExpression: query.AggregationExpression,
    threshold: input.Threshold,
    comparisonOperator: input.ComparisonOperator,
    queryResultsToEvaluate: input.QueryResultsToEvaluate,
    queryResultsToAlarm: input.QueryResultsToAlarm,
    treatMissingData: input.TreatMissingData,
  };
}

const inEvent = (query: ReturnType<typeof queriesOf>[number]): Body => ({
  id: query.Id,
  ...(query.MetricStat
    ? {
        metricStat: {
          metric: {
            namespace: query.MetricStat.Metric.Namespace,
            name: query.MetricStat.Metric.MetricName,
            dimensions: Object.fromEntries(
              query.MetricStat.Metric.Dimensions.map(({ Name, Value }) => [Name, Value]),
            ),
          },
          period: query.MetricStat.Period,
          stat: query.MetricStat.Stat,
          ...(query.MetricStat.Unit === undefined ? {} : { unit: query.MetricStat.Unit }),
        },
      }
    : { expression: query.Expression }),
  ...(query.Label === undefined ? {} : { label: query.Label }),
  ...(query.Period === undefined ? {} : { period: query.Period }),
  returnData: query.ReturnData ?? true,
});

/** The tags that travel with the alarm, if its configuration lets them. */
export function propagatedTags(alarm: Alarm): { readonly [key: string]: string } | null {
  const propagation = alarm.input.ActionConfiguration?.AlarmTagsPropagation;
  if (!propagation?.Enabled) return null;
  const { IncludedTagKeys: included, ExcludedTagKeys: excluded = [] } = propagation;
  return Object.fromEntries(
    [...alarm.tags].filter(([key]) => (included?.includes(key) ?? true) && !excluded.includes(key)),
  );
}

function tagsInEvent(alarm: Alarm): Body {
  const tags = propagatedTags(alarm);
  return tags ? { alarmTags: tags, alarmTagsStatus: 'SUCCESS' } : {};
}
