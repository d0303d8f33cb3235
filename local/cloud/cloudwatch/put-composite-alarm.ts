import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { type Alarms, alarmArn, findAlarm } from './alarms/alarms.ts';
import { judgeComposite } from './alarms/change.ts';
import type { CompositeAlarm } from './alarms/model.ts';
import { rememberAlarm } from './alarms/remember.ts';
import { childrenOf, parseRule } from './alarms/rule.ts';
import { AlarmInput } from './shapes.ts';

export const PutCompositeAlarm = AlarmInput.extend({
  AlarmRule: z.string().min(1).max(10_240),
  ActionsSuppressor: z.string().optional(),
  ActionsSuppressorWaitPeriod: z.number().int().optional(),
  ActionsSuppressorExtensionPeriod: z.number().int().optional(),
});
export type PutCompositeAlarm = z.infer<typeof PutCompositeAlarm>;

export const putCompositeAlarm = (alarms: Alarms): ApiAction =>
  action({
    input: PutCompositeAlarm,
    permissions: ({ AlarmName }) => [
      { action: 'cloudwatch:PutCompositeAlarm', resource: alarmArn(alarms.kernel, AlarmName) },
    ],
    async answer(input) {
      const rule = parseRule(input.AlarmRule);
      check(alarms, input, childrenOf(rule));
      const alarm = rememberAlarm(
        alarms,
        input,
        (common): CompositeAlarm => ({ ...common, kind: 'composite', input, rule }),
      );
      await judgeComposite(alarms, alarm);
      return {};
    },
  });

function check(alarms: Alarms, input: PutCompositeAlarm, children: readonly string[]): void {
  const { ActionsSuppressor: suppressor } = input;
  const wanted = suppressor === undefined ? children : [...children, suppressor];
  const missing = wanted.filter((reference) => !findAlarm(alarms, reference));
  if (missing.length > 0) {
    throw new ApiError('ValidationError', `Could not find the alarms: ${missing.join(', ')}`);
  }
  if (children.some((reference) => findAlarm(alarms, reference)?.name === input.AlarmName)) {
    throw new ApiError('ValidationError', 'An alarm rule cannot refer to its own alarm');
  }
  const periods = [input.ActionsSuppressorWaitPeriod, input.ActionsSuppressorExtensionPeriod];
  if (suppressor !== undefined && periods.includes(undefined)) {
    throw new ApiError('ValidationError', 'A suppressor needs a wait and an extension period');
  }
}
