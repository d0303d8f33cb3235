import type { Alarms } from './alarms.ts';
import { changeState } from './change.ts';
import { lookAtContributors } from './contributors.ts';
import { evaluate, newValue } from './evaluate.ts';
import type { MetricAlarm } from './model.ts';
import { reasonDataOf, reasonOf } from './reason.ts';

/** Evaluates every metric alarm, as CloudWatch does once a minute. */
export async function lookAtAlarms(alarms: Alarms): Promise<void> {
  for (const alarm of [...alarms.byName.values()]) {
    if (alarm.kind === 'metric') await look(alarms, alarm);
  }
}

async function look(alarms: Alarms, alarm: MetricAlarm): Promise<void> {
  const evaluations = evaluate(alarms.source, alarm, alarms.kernel.time.now());
  const [only] = evaluations;
  const isGrouping = alarm.input.Metrics.some(({ Expression }) =>
    /^\s*SELECT\s.*\sGROUP\s+BY\s/is.test(Expression ?? ''),
  );
  if (isGrouping) return lookAtContributors(alarms, alarm, evaluations);
  const value = only && newValue(only, alarm.state.value);
  if (!only || !value) return;
  const reason = reasonOf(alarm, only);
  await changeState(alarms, alarm, { value, reason, reasonData: reasonDataOf(alarm, only) });
}
