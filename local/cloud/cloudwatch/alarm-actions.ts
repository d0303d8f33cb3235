import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Permission } from '../types.ts';
import { type Alarms, alarmArn } from './alarms/alarms.ts';
import { changeState } from './alarms/change.ts';
import { configurationChanged } from './alarms/configured.ts';
import type { Alarm } from './alarms/model.ts';
import { StateValue } from './shapes.ts';

const AlarmNames = z.object({ AlarmNames: z.array(z.string()).max(100) });
const SetAlarmState = z.object({
  AlarmName: z.string(),
  StateValue,
  StateReason: z.string().max(1023),
  StateReasonData: z.string().max(4000).optional(),
});

/** What may be done to alarms that are there. */
export function alarmActions(alarms: Alarms): { readonly [name: string]: ApiAction } {
  const on =
    (name: string) =>
    (input: { readonly AlarmNames: readonly string[] }): readonly Permission[] =>
      input.AlarmNames.map((one) => ({
        action: `cloudwatch:${name}`,
        resource: alarmArn(alarms.kernel, one),
      }));

  /** Names that nobody has are passed over. */
  function known(input: z.infer<typeof AlarmNames>): readonly Alarm[] {
    return input.AlarmNames.flatMap((name) => alarms.byName.get(name) ?? []);
  }

  const enable = (name: string, isEnabled: boolean): ApiAction =>
    action({
      input: AlarmNames,
      permissions: on(name),
      answer(input) {
        for (const alarm of known(input)) alarm.actionsEnabled = isEnabled;
        return {};
      },
    });

  return {
    EnableAlarmActions: enable('EnableAlarmActions', true),
    DisableAlarmActions: enable('DisableAlarmActions', false),
    DeleteAlarms: action({
      input: AlarmNames,
      permissions: on('DeleteAlarms'),
      answer(input) {
        for (const alarm of known(input)) {
          alarms.byName.delete(alarm.name);
          if (alarm.kind === 'composite') alarm.endOfPeriod?.();
          configurationChanged(alarms, alarm, undefined, 'delete');
        }
        return {};
      },
    }),
    SetAlarmState: action({
      input: SetAlarmState,
      permissions: ({ AlarmName }) => on('SetAlarmState')({ AlarmNames: [AlarmName] }),
      async answer(input) {
        const alarm = alarms.byName.get(input.AlarmName);
        if (!alarm)
          throw new ApiError('ResourceNotFound', `there is no alarm ${input.AlarmName}`, 404);
        if (alarm.state.value === input.StateValue) return {};
        await changeState(alarms, alarm, {
          value: input.StateValue,
          reason: input.StateReason,
          reasonData: input.StateReasonData ?? null,
        });
        return {};
      },
    }),
  };
}
