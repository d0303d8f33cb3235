import type { Body } from '../../types.ts';
import { timestamp } from '../state/times.ts';
import type { Alarms } from './alarms.ts';
import { configurationInEvent } from './event.ts';
import type { Alarm } from './model.ts';

/** Sends `CloudWatch Alarm Configuration Change`: made, changed, or gone where there is only a `previous`. */
export function configurationChanged(
  { kernel }: Alarms,
  alarm: Alarm,
  previous: Alarm | undefined,
  operation: 'create' | 'update' | 'delete' = previous ? 'update' : 'create',
): void {
  const { value, at } = alarm.state;
  kernel.emit({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm Configuration Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      operation,
      state: { value, timestamp: timestamp(at) },
      configuration: configurationOf(alarm),
      ...(previous ? { previousConfiguration: configurationOf(previous) } : {}),
    },
  });
}

/** Unlike a state change, this tells thresholds and actions. */
function configurationOf(alarm: Alarm): Body {
  const { input } = alarm;
  return {
    ...(alarm.kind === 'metric'
      ? {
          evaluationPeriods: alarm.input.EvaluationPeriods,
          threshold: alarm.input.Threshold,
          comparisonOperator: alarm.input.ComparisonOperator,
          treatMissingData: alarm.input.TreatMissingData,
        }
      : {}),
    ...configurationInEvent(alarm),
    alarmName: alarm.name,
    actionsEnabled: alarm.actionsEnabled,
    timestamp: timestamp(alarm.updatedAt),
    okActions: input.OKActions,
    alarmActions: input.AlarmActions,
    insufficientDataActions: input.InsufficientDataActions,
  };
}
