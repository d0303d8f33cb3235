import { ApiError } from '../../types.ts';
import type { AlarmInput } from '../shapes.ts';
import { type Alarms, alarmArn } from './alarms.ts';
import { configurationChanged } from './configured.ts';
import { type Alarm, type AlarmState, creation } from './model.ts';

/** What an alarm has whatever its kind. */
type Common = Pick<
  Alarm,
  | 'arn'
  | 'name'
  | 'createdAt'
  | 'updatedAt'
  | 'actionsEnabled'
  | 'tags'
  | 'state'
  | 'transitionedAt'
>;

/** Makes an alarm, or changes the one of that name; its state stays. Tags are for new alarms only. */
export function rememberAlarm<T extends Alarm>(
  alarms: Alarms,
  input: AlarmInput,
  make: (common: Common) => T,
): T {
  const { kernel, byName } = alarms;
  const now = kernel.time.now();
  const known = byName.get(input.AlarmName);
  const state: AlarmState = {
    value: 'INSUFFICIENT_DATA',
    reason: creation,
    reasonData: null,
    at: now,
  };
  const made = make({
    arn: alarmArn(kernel, input.AlarmName),
    name: input.AlarmName,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    actionsEnabled: input.ActionsEnabled,
    tags: known?.tags ?? new Map(input.Tags.map(({ Key, Value }) => [Key, Value])),
    state: known?.state ?? state,
    transitionedAt: known?.transitionedAt ?? now,
  });
  if (known && known.kind !== made.kind) {
    throw new ApiError('ValidationError', `Alarm ${input.AlarmName} exists as another type`);
  }
  byName.set(input.AlarmName, made);
  alarms.begin();
  configurationChanged(alarms, made, known);
  return made;
}
