import type { StateValue } from '../shapes.ts';
import { type Alarms, findAlarm } from './alarms.ts';
import type { AlarmState, CompositeAlarm } from './model.ts';

/**
 * How a composite's actions are suppressed by another alarm. Source: CloudWatch user guide, "Composite alarm
 * suppression". A composite that goes into ALARM first waits for its suppressor, which may be late; and once the
 * suppressor has left ALARM, it is given an extension to come back to itself.
 */
type Suppression = AlarmState['suppressedBy'];

export type EnterAgain = (
  alarms: Alarms,
  alarm: CompositeAlarm,
  suppressedBy: Suppression,
) => Promise<void>;

const secondMs = 1_000;

/** What suppresses the actions of a composite that is about to enter a state. */
export function suppressionOf(
  alarms: Alarms,
  { input, state }: CompositeAlarm,
  value: StateValue,
): Suppression {
  const suppressor = findAlarm(alarms, input.ActionsSuppressor ?? '');
  if (!suppressor) return undefined;
  if (suppressor.state.value === 'ALARM') return 'Alarm';
  if (state.suppressedBy === 'ExtensionPeriod') return 'ExtensionPeriod';
  return value === 'ALARM' && (input.ActionsSuppressorWaitPeriod ?? 0) > 0
    ? 'WaitPeriod'
    : undefined;
}

/** Plans the end of a wait or extension period that the composite is in, if it is in one. */
export function watchSuppression(
  alarms: Alarms,
  alarm: CompositeAlarm,
  enterAgain: EnterAgain,
): void {
  const { suppressedBy } = alarm.state;
  const { ActionsSuppressorWaitPeriod = 0, ActionsSuppressorExtensionPeriod = 0 } = alarm.input;
  alarm.endOfPeriod?.();
  alarm.endOfPeriod = undefined;
  if (suppressedBy !== 'WaitPeriod' && suppressedBy !== 'ExtensionPeriod') return;
  const seconds =
    suppressedBy === 'WaitPeriod' ? ActionsSuppressorWaitPeriod : ActionsSuppressorExtensionPeriod;
  alarm.endOfPeriod = alarms.kernel.time.after(
    seconds * secondMs,
    `end of the ${suppressedBy} of ${alarm.name}`,
    () => enterAgain(alarms, alarm, undefined),
  );
}

/** The suppressor of a composite went into ALARM, or out of it. */
export async function suppressorChanged(
  alarms: Alarms,
  alarm: CompositeAlarm,
  before: StateValue,
  enterAgain: EnterAgain,
): Promise<void> {
  const suppressor = findAlarm(alarms, alarm.input.ActionsSuppressor ?? '');
  const { suppressedBy } = alarm.state;
  if (suppressor?.state.value === 'ALARM') {
    // Actions that ran already are not called back.
    if (suppressedBy) await enterAgain(alarms, alarm, 'Alarm');
    return;
  }
  if (before !== 'ALARM' || suppressedBy !== 'Alarm') return;
  const hasExtension = (alarm.input.ActionsSuppressorExtensionPeriod ?? 0) > 0;
  await enterAgain(alarms, alarm, hasExtension ? 'ExtensionPeriod' : undefined);
}
