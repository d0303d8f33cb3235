import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { DeliveredEvent } from '../../../local/cloud/bus.ts';
import type { Cloud } from '../../../local/cloud/cloud.ts';
import type { Body } from '../../../local/cloud/types.ts';

export const minute = 60_000;

export const topic = 'arn:aws:sns:eu-west-1:123456789012:small-dev-Topic';

export const arnOf = (name: string): string =>
  `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;

/** An alarm on the CPU of a service: over 50 % once. */
export const cpuHigh = {
  AlarmName: 'cpu-high',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'shop' },
    { Name: 'ServiceName', Value: 'web' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 50,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies PutMetricAlarmCommandInput;

export const web = { ClusterName: 'shop', ServiceName: 'web' };

/** The CPU of the service from now on, and for the past. */
export function cpu(cloud: Cloud, valueAt: (at: number) => number | null): void {
  cloud.cloudwatch.metric('AWS/ECS', 'CPUUtilization', web, valueAt);
}

export const call = (cloud: Cloud, action: string, input: Body): Promise<Body> =>
  cloud.gateway.call(cloud.operator, 'cloudwatch', action, input);

export const stateChanges = (cloud: Cloud): readonly DeliveredEvent[] =>
  cloud.bus.events.filter((event) => event['detail-type'] === 'CloudWatch Alarm State Change');

/** `cpu-high: OK -> ALARM`, for every state change so far. */
export const told = (cloud: Cloud): readonly string[] =>
  stateChanges(cloud).map(({ detail }) => {
    const { alarmName, previousState, state } = JSON.parse(JSON.stringify(detail));
    const by = state.actionsSuppressedBy ? ` (${state.actionsSuppressedBy})` : '';
    return `${alarmName}: ${previousState.value} -> ${state.value}${by}`;
  });
