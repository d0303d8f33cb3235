import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError, type Permission } from '../types.ts';
import { type Alarms, alarmArn, findAlarm } from './alarms/alarms.ts';
import { type Alarm, isComposite } from './alarms/model.ts';
import { childrenOf } from './alarms/rule.ts';
import { StateValue } from './shapes.ts';
import { compositeInApi, logInApi, metricInApi } from './wire.ts';

const DescribeAlarms = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])).optional(),
  ChildrenOfAlarmName: z.string().optional(),
  ParentsOfAlarmName: z.string().optional(),
  StateValue: StateValue.optional(),
  ActionPrefix: z.string().optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});
type DescribeAlarms = z.infer<typeof DescribeAlarms>;

const kinds = { MetricAlarm: 'metric', CompositeAlarm: 'composite', LogAlarm: 'log' } as const;

/** Without AlarmTypes, only metric alarms are told. */
export const describeAlarms = (alarms: Alarms): ApiAction =>
  action({
    input: DescribeAlarms,
    permissions: (input) => permissions(alarms, input),
    answer(input) {
      if (input.AlarmNames && input.AlarmNamePrefix !== undefined) {
        throw new ApiError('ValidationError', 'Use either AlarmNames or AlarmNamePrefix');
      }
      const wanted = (input.AlarmTypes ?? ['MetricAlarm']).map((type) => kinds[type]);
      const found = relatives(alarms, input)
        .filter((alarm) => wanted.some((kind) => kind === alarm.kind) && fits(alarm, input))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { items, nextToken } = page(found, input.NextToken, input.MaxRecords);
      return {
        MetricAlarms: items.flatMap((one) => (one.kind === 'metric' ? [metricInApi(one)] : [])),
        CompositeAlarms: items.filter(isComposite).map(compositeInApi),
        LogAlarms: items.flatMap((one) => (one.kind === 'log' ? [logInApi(one)] : [])),
        NextToken: nextToken,
      };
    },
  });

/** Composite alarms are only told to those who may describe all alarms. */
function permissions({ kernel }: Alarms, input: DescribeAlarms): readonly Permission[] {
  const on = (resource: string): Permission => ({ action: 'cloudwatch:DescribeAlarms', resource });
  const isBroad = input.AlarmTypes?.includes('CompositeAlarm') ?? false;
  if (isBroad || input.ChildrenOfAlarmName || input.ParentsOfAlarmName) return [on('*')];
  if (input.AlarmNames) return input.AlarmNames.map((name) => on(alarmArn(kernel, name)));
  return [on(alarmArn(kernel, '*'))];
}

function relatives(alarms: Alarms, input: DescribeAlarms): readonly Alarm[] {
  const { ChildrenOfAlarmName: parentName, ParentsOfAlarmName: childName } = input;
  const all = [...alarms.byName.values()];
  if (parentName !== undefined) {
    const parent = all.filter(isComposite).find(({ name }) => name === parentName);
    return childrenOf(parent?.rule ?? { kind: 'constant', holds: false }).flatMap(
      (reference) => findAlarm(alarms, reference) ?? [],
    );
  }
  if (childName === undefined) return all;
  return all
    .filter(isComposite)
    .filter(({ rule }) =>
      childrenOf(rule).some((reference) => findAlarm(alarms, reference)?.name === childName),
    );
}

function fits({ name, state, input: made }: Alarm, input: DescribeAlarms): boolean {
  const actions = [...made.AlarmActions, ...made.OKActions, ...made.InsufficientDataActions];
  return (
    (input.AlarmNames?.includes(name) ?? true) &&
    name.startsWith(input.AlarmNamePrefix ?? '') &&
    (input.StateValue ?? state.value) === state.value &&
    (input.ActionPrefix === undefined ||
      actions.some((one) => one.startsWith(input.ActionPrefix ?? '')))
  );
}
