import { createHash } from 'node:crypto';
import type { Alarms } from './alarms.ts';
import { changeState } from './change.ts';
import type { Evaluation } from './evaluate.ts';
import { stateChange } from './event.ts';
import { type Contributor, creation, type MetricAlarm } from './model.ts';
import { muteOf } from './mute.ts';
import { contributorReason } from './reason.ts';

/**
 * An alarm over many time series: each is in OK or ALARM by itself and says so in an event of its own; the alarm is
 * in ALARM while any of them is.
 */
export async function lookAtContributors(
  alarms: Alarms,
  alarm: MetricAlarm,
  evaluations: readonly Evaluation[],
): Promise<void> {
  for (const evaluation of evaluations) lookAt(alarms, alarm, evaluation);
  // A series without data is no contributor any more.
  const present = new Set(
    evaluations
      .filter(({ verdict }) => verdict.used.length > 0)
      .map(({ attributes }) => idOf(attributes)),
  );
  for (const id of alarm.contributors.keys()) if (!present.has(id)) alarm.contributors.delete(id);
  const all = [...alarm.contributors.values()];
  const burning = all.filter(({ state }) => state.value === 'ALARM').length;
  const value = all.length === 0 ? 'INSUFFICIENT_DATA' : burning > 0 ? 'ALARM' : 'OK';
  if (alarm.state.value === value) return;
  const reason =
    all.length === 0
      ? 'Insufficient Data: no time series'
      : `${value === 'ALARM' ? burning : all.length} out of ${all.length} time series evaluated to ${value}`;
  await changeState(alarms, alarm, { value, reason, reasonData: null });
}

function lookAt(alarms: Alarms, alarm: MetricAlarm, evaluation: Evaluation): void {
  const { attributes, now, verdict } = evaluation;
  if (verdict.value !== 'OK' && verdict.value !== 'ALARM') return;
  const id = idOf(attributes);
  const known = alarm.contributors.get(id);
  if (known?.state.value === verdict.value) return;
  const { value } = verdict;
  const reason = verdict.used.length === 0 ? creation : contributorReason(alarm, evaluation);
  const contributor: Contributor = {
    id,
    attributes,
    state: { value, reason, reasonData: null, at: now },
  };
  alarm.contributors.set(id, contributor);
  // One that is well from its first datapoint on has changed nothing.
  if (known || value === 'ALARM') tell(alarms, alarm, contributor);
}

function tell(alarms: Alarms, alarm: MetricAlarm, { id, attributes, state }: Contributor): void {
  const { kernel } = alarms;
  kernel.emit({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm Contributor State Change',
    resources: [alarm.arn],
    detail: stateChange(alarm, {
      state,
      previousState: null,
      mute: muteOf(alarms, alarm.name, kernel.time.now()),
      contributor: { id, attributes },
    }),
  });
}

/** The same attributes have the same id for ever. */
const idOf = (attributes: Contributor['attributes']): string =>
  createHash('sha256').update(JSON.stringify(attributes)).digest('hex').slice(0, 16);
