/**
 * An alarm that goes into ALARM is told, unless it is left out, muted or suppressed; one that is muted or suppressed is
 * looked at again when that ends, and told if it burns then. OK ends what was told. No data is no recovery: the incident
 * stays open until the alarm is OK, or gone. A time series that burns is looked for every hour, as one whose data stops is
 * gone without a word. What is told of a moment never overrules what is told of a later one.
 */
import type { AlarmConfig } from '../config/types/alarm.ts';
import type { Config } from '../config/types.ts';
import type { Decision, Reason } from '../core/decision.ts';
import { isEndOfAll } from './alarm.ts';
import { type Look, rollCallAfter } from './calls.ts';
import { decideLook } from './decide-look.ts';
import { decideRollCall } from './decide-roll-call.ts';
import type { Alarm, AlarmFacts, ChangeFacts } from './facts.ts';
import { keptQuiet } from './kept-quiet.ts';
import { noticeOf } from './notices.ts';
import { reasonsToTell } from './quiet.ts';
import { seriesKeyOf } from './series.ts';
import { tellingOf } from './tellings.ts';

export function decide(facts: AlarmFacts, { alarm: config }: Config): Decision {
  switch (facts.about) {
    case 'change':
      return decideChange(facts, config);
    case 'look':
      return decideLook(facts, config);
    case 'roll-call':
      return decideRollCall(facts, config);
  }
}

function decideChange({ alarm, detail, now }: ChangeFacts, config: AlarmConfig): Decision {
  const reasons = reasonsToTell(alarm, config);
  const against = reasons.find(({ holds }) => !holds);
  if (against) return keptQuiet(alarm, reasons, lookAt(alarm, against, now), now);
  const { verdict, ...telling } = tellingOf(alarm, detail);
  const ends = isEndOfAll(alarm) ? { endsAllBut: [] } : {};
  const notice = noticeOf(alarm, detail, { ...telling, ...ends, reasons }, config);
  const isSeries = alarm.alarmContributor !== undefined && telling.phase === 'firing';
  const later = isSeries ? [rollCallAfter(alarm, now)] : [];
  return { verdict, reasons, actions: [{ do: 'notify', notice }, ...later] };
}

const lookAt = (alarm: Alarm, { because }: Reason, now: string): Look => ({
  what: 'look',
  alarmArn: alarm.alarmArn,
  alarmName: alarm.alarmName,
  alarmTags: alarm.alarmTags,
  because,
  since: now,
  stateAt: alarm.at,
  counts: alarm.muteDetail !== undefined,
  ...(alarm.alarmContributor ? { series: seriesKeyOf(alarm) } : {}),
});
