/**
 * What of an alarm's time series still burns is looked at every hour, for as long as any does: those that CloudWatch does
 * not name any more are over. Where that cannot be known, nothing is, and it is looked at again.
 */
import type { AlarmConfig } from '../config/types/alarm.ts';
import type { Decision, Reason } from '../core/decision.ts';
import { rollCallAfter } from './calls.ts';
import type { Alarm, RollCallFacts } from './facts.ts';
import { aboutOf, noticeOf, type Telling } from './notices.ts';
import { areAllTold, tooMany } from './series.ts';

export function decideRollCall(facts: RollCallFacts, config: AlarmConfig): Decision {
  const { alarm, inAlarm, rollCall } = facts;
  if (alarm.known && alarm.value === null) return gone(facts, config);
  const why = whyUnknown(facts);
  if (why !== null) return again(facts, [{ rule, holds: false, because: why }]);
  const burning = inAlarm.known ? inAlarm.value : [];
  const because = `${burning.length} time series of the alarm ${burning.length === 1 ? 'is' : 'are'} in ALARM now`;
  const reasons = [{ rule, holds: true, because }];
  const endsAllBut = burning.map((one) => aboutOf(rollCall.alarmArn, one));
  const headline = burning.length === 0 ? 'no time series burns any more' : 'a time series is gone';
  const decided = told(facts, { headline, summary: quietEnd, endsAllBut, reasons }, config);
  if (burning.length === 0) return decided;
  return { ...decided, verdict: 'wait', actions: [...decided.actions, nextOf(facts)] };
}

const rule = 'which of its time series burn is known';

const quietEnd =
  'CloudWatch does not name it among those in ALARM any more, and told nothing of an end: its data has stopped, or the query does not find it.';

function gone(facts: RollCallFacts, config: AlarmConfig): Decision {
  const because = 'there is no alarm of that name any more';
  const reasons = [{ rule: 'the alarm is there', holds: false, because }];
  const headline = 'deleted';
  const summary = 'The alarm was deleted: nothing tells any more whether it burns.';
  return told(facts, { headline, summary, endsAllBut: [], reasons }, config);
}

function whyUnknown({ alarm, inAlarm }: RollCallFacts): string | null {
  if (!alarm.known) return alarm.why;
  if (!inAlarm.known) return inAlarm.why;
  return areAllTold(inAlarm.value) ? null : tooMany;
}

const nextOf = ({ rollCall, now }: RollCallFacts) => rollCallAfter(rollCall, now);

const again = (facts: RollCallFacts, reasons: readonly Reason[]): Decision => ({
  verdict: 'wait',
  reasons,
  actions: [nextOf(facts)],
});

function told(
  facts: RollCallFacts,
  said: Pick<Telling, 'headline' | 'summary' | 'reasons'> & { endsAllBut: readonly string[] },
  config: AlarmConfig,
): Decision {
  const { rollCall, now, alarm } = facts;
  const { alarmArn, alarmName, alarmTags } = rollCall;
  const unseen: Alarm = {
    ...{ alarmArn, alarmName, alarmTags, at: now, state: { value: 'OK' } },
    configuration: { kind: 'metric', metrics: [] },
  };
  const found = alarm.known ? alarm.value : null;
  const telling: Telling = { ...said, phase: 'resolved', counts: false };
  const notice = noticeOf({ ...(found ?? unseen), at: now }, null, telling, config);
  return { verdict: 'resolve', reasons: said.reasons, actions: [{ do: 'notify', notice }] };
}
