import { longTime, timestamp } from '../state/times.ts';
import { type Alarms, findAlarm } from './alarms.ts';
import { stateChange } from './event.ts';
import { type Alarm, type AlarmState, type CompositeAlarm, isComposite } from './model.ts';
import { muteOf } from './mute.ts';
import { payloadOf } from './notification.ts';
import { childrenOf, holds } from './rule.ts';
import { suppressionOf, suppressorChanged, watchSuppression } from './suppress.ts';

type NewState = Omit<AlarmState, 'at' | 'suppressedBy'>;

/** Moves an alarm into a state: sends the event, runs the actions, and lets composites look again. */
export async function changeState(
  alarms: Alarms,
  alarm: Alarm,
  next: NewState,
  children: readonly Alarm[] = [],
): Promise<void> {
  const previousState = alarm.state;
  const at = alarms.kernel.time.now();
  alarm.transitionedAt = at;
  const suppressedBy = isComposite(alarm) ? suppressionOf(alarms, alarm, next.value) : undefined;
  await enter(alarms, alarm, { ...next, at, suppressedBy }, children);
  if (isComposite(alarm)) watchSuppression(alarms, alarm, enterAgain);
  await tellParents(alarms, alarm, previousState);
}

/** The same state, but suppressed by something else, or no more. */
async function enterAgain(
  alarms: Alarms,
  alarm: CompositeAlarm,
  suppressedBy: AlarmState['suppressedBy'],
): Promise<void> {
  if (alarm.state.suppressedBy === suppressedBy) return;
  const at = alarms.kernel.time.now();
  await enter(alarms, alarm, { ...alarm.state, at, suppressedBy }, []);
  watchSuppression(alarms, alarm, enterAgain);
}

async function enter(
  alarms: Alarms,
  alarm: Alarm,
  state: AlarmState,
  children: readonly Alarm[],
): Promise<void> {
  const { kernel } = alarms;
  const previousState = alarm.state;
  alarm.state = state;
  const mute = muteOf(alarms, alarm.name, state.at);
  const hush = mute ? ' (muted)' : state.suppressedBy ? ` (${state.suppressedBy})` : '';
  kernel.tell('cloudwatch', `${alarm.name} is ${state.value}${hush}`, { alarmArn: alarm.arn });
  kernel.emit({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: stateChange(alarm, { state, previousState, mute }),
  });
  if (state.suppressedBy) return;
  if (!mute) return runActions(alarms, alarm, { state, previousState, children });
  if (alarm.mutedFrom !== undefined) return;
  alarm.mutedFrom = previousState.value;
  runWhenUnmuted(alarms, alarm, mute.end, previousState);
}

/** At the end of a mute window, actions run for a state that came within it and is still there. */
function runWhenUnmuted(
  alarms: Alarms,
  alarm: Alarm,
  end: number,
  previousState: AlarmState,
): void {
  const { time } = alarms.kernel;
  time.after(end - time.now(), `end of the mute window of ${alarm.name}`, () => {
    const next = muteOf(alarms, alarm.name, time.now());
    if (next) return runWhenUnmuted(alarms, alarm, next.end, previousState);
    const isOther = alarm.mutedFrom !== alarm.state.value;
    alarm.mutedFrom = undefined;
    const isThere = alarms.byName.get(alarm.name) === alarm;
    if (!isThere || !isOther || alarm.state.suppressedBy) return;
    return runActions(alarms, alarm, { state: alarm.state, previousState, children: [] });
  });
}

async function runActions(
  alarms: Alarms,
  alarm: Alarm,
  change: Parameters<typeof payloadOf>[2],
): Promise<void> {
  if (!alarm.actionsEnabled) return;
  const { OKActions, AlarmActions, InsufficientDataActions } = alarm.input;
  const lists = {
    OK: OKActions,
    ALARM: AlarmActions,
    INSUFFICIENT_DATA: InsufficientDataActions,
  };
  const payload = payloadOf(alarms.kernel, alarm, change);
  for (const resource of lists[change.state.value]) await alarms.act(resource, payload);
}

async function tellParents(alarms: Alarms, child: Alarm, previousState: AlarmState): Promise<void> {
  for (const parent of [...alarms.byName.values()].filter(isComposite)) {
    const refersTo = (reference: string) => findAlarm(alarms, reference) === child;
    if (childrenOf(parent.rule).some(refersTo)) await judgeComposite(alarms, parent, child);
    const { ActionsSuppressor } = parent.input;
    if (ActionsSuppressor !== undefined && refersTo(ActionsSuppressor)) {
      await suppressorChanged(alarms, parent, previousState.value, enterAgain);
    }
  }
}

/** Looks whether a composite's rule holds. `cause` is the child that changed; without one, it was just made. */
export async function judgeComposite(
  alarms: Alarms,
  alarm: CompositeAlarm,
  cause?: Alarm,
): Promise<void> {
  const isOn = holds(alarm.rule, (reference) => findAlarm(alarms, reference)?.state.value ?? null);
  const value = isOn ? 'ALARM' : 'OK';
  if (alarm.state.value === value) return;
  const children = cause
    ? [cause]
    : childrenOf(alarm.rule).flatMap((reference) => findAlarm(alarms, reference) ?? []);
  const reason = cause
    ? `${cause.arn} transitioned to ${cause.state.value} at ${longTime(cause.state.at)}`
    : `${alarm.arn} was created and its alarm rule evaluates to ${value}`;
  const triggeringAlarms = children.map(({ arn, state }) => ({
    arn,
    state: { value: state.value, timestamp: timestamp(state.at) },
  }));
  const reasonData = JSON.stringify({ triggeringAlarms });
  await changeState(alarms, alarm, { value, reason, reasonData }, children);
}
