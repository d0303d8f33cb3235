import type { AlarmConfig } from '../config/types/alarm.ts';
import type { AlarmContributor } from '../core/alarm.ts';
import type { ContributorInAlarm } from '../core/alarms.ts';
import type { Decision, Reason } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { seriesOfLook } from './alarm.ts';
import { rollCallAfter } from './calls.ts';
import type { Alarm, LookFacts } from './facts.ts';
import { keptQuiet } from './kept-quiet.ts';
import { noticeOf, type Telling } from './notices.ts';
import { reasonsToTell } from './quiet.ts';
import { areAllTold, tooMany } from './series.ts';
import { tellingOf } from './tellings.ts';

/**
 * The time that an alarm was quiet for is over: what it is now is told. An alarm that could not be looked at is told as
 * that, as somebody has to.
 */
export function decideLook(facts: LookFacts, config: AlarmConfig): Decision {
  const { alarm, series, look } = facts;
  const came = {
    rule: 'it was kept quiet',
    holds: true,
    because: `it was kept quiet, as ${look.because}`,
  };
  if (!alarm.known) return notSeen(facts, alarm.why, came, config);
  if (alarm.value === null) return gone(facts, came, config);
  if (!series) return decideFound(facts, alarm.value, came, config);
  if (!series.inAlarm.known) return notSeen(facts, series.inAlarm.why, came, config);
  return decideSeries(facts, alarm.value, series.changed, series.inAlarm.value, came, config);
}

/** One that CloudWatch does not tell is over only where it tells all: of the others nobody knows, and that is told. */
function decideSeries(
  facts: LookFacts,
  whole: Alarm,
  changed: readonly AlarmContributor[],
  inAlarm: readonly ContributorInAlarm[],
  came: Reason,
  config: AlarmConfig,
): Decision {
  const isKnown = ({ id }: AlarmContributor): boolean =>
    areAllTold(inAlarm) || inAlarm.some((one) => one.id === id);
  const known = changed.filter(isKnown);
  const each = known.map((one) => seriesOfLook(whole, one, inAlarm, facts.now));
  const notices = each.map((one) => noticeNow(facts, one, [came], config));
  const isBurning = notices.some(({ phase }) => phase === 'firing');
  const unknown = known.length < changed.length ? notSeen(facts, tooMany, came, config) : null;
  const decided = told(isBurning || unknown ? 'tell' : 'resolve', [came], notices);
  const actions = [...decided.actions, ...(unknown?.actions ?? [])];
  const again = isBurning || unknown ? [rollCallAfter(facts.look, facts.now)] : [];
  return { ...decided, actions: [...actions, ...again] };
}

function decideFound(facts: LookFacts, found: Alarm, came: Reason, config: AlarmConfig): Decision {
  const reasons = [came, ...reasonsToTell(found, config)];
  if (reasons.every(({ holds }) => holds)) {
    const verdict = found.state.value === 'OK' ? 'resolve' : 'tell';
    return told(verdict, reasons, [noticeNow(facts, found, reasons, config)]);
  }
  const { look, now } = facts;
  const isNewer = Date.parse(found.state.at ?? look.stateAt) > Date.parse(look.stateAt);
  if (!isNewer) return keptQuiet(found, reasons, look, now);
  const because = `the alarm has changed at ${found.state.at}, and the event of that is looked after by itself`;
  const since = { rule: 'nothing has come since', holds: false, because };
  return { verdict: 'ignore', reasons: [...reasons, since], actions: [] };
}

function noticeNow(
  { look, detail }: LookFacts,
  found: Alarm,
  reasons: readonly Reason[],
  config: AlarmConfig,
): Notice {
  const { verdict: _, ...telling } = tellingOf(found, detail);
  const isEnd = telling.phase === 'resolved';
  const quiet = `It was kept quiet, as ${look.because}, and is ${found.state.value} now.`;
  const summary = [isEnd ? '' : quiet, telling.summary].filter(Boolean).join(' ');
  const counts = telling.counts && look.counts;
  return noticeOf(found, detail, { ...telling, summary, counts, reasons }, config);
}

const told = (
  verdict: string,
  reasons: readonly Reason[],
  notices: readonly Notice[],
): Decision => ({
  verdict,
  reasons,
  actions: notices.map((notice) => ({ do: 'notify', notice })),
});

/** What is known of an alarm that could not be found: its name. */
const unseen = ({ look, now }: LookFacts, value: 'OK' | 'INSUFFICIENT_DATA'): Alarm => ({
  alarmArn: look.alarmArn,
  alarmName: look.alarmName,
  at: now,
  configuration: { kind: 'metric', metrics: [] },
  state: { value },
  alarmTags: look.alarmTags,
});

function gone(facts: LookFacts, came: Reason, config: AlarmConfig): Decision {
  const because = 'there is no alarm of that name any more';
  const reasons = [came, { rule: 'the alarm is there', holds: false, because }];
  const said: Telling = {
    phase: 'resolved',
    headline: 'deleted',
    summary: 'The alarm was deleted while it was kept quiet.',
    counts: false,
    reasons,
  };
  const whole = unseen(facts, 'OK');
  const members = facts.series?.changed.map((alarmContributor) => ({ ...whole, alarmContributor }));
  const each = members ?? [whole];
  return told(
    'resolve',
    reasons,
    each.map((one) => noticeOf(one, null, said, config)),
  );
}

function notSeen(facts: LookFacts, why: string, came: Reason, config: AlarmConfig): Decision {
  const reasons = [came, { rule: 'the alarm can be looked at', holds: false, because: why }];
  const said: Telling = {
    phase: 'info',
    headline: 'may be in ALARM',
    summary: `It was kept quiet, as ${facts.look.because}. Whether it burns now could not be looked up: ${why}`,
    counts: false,
    reasons,
  };
  return told('tell', reasons, [noticeOf(unseen(facts, 'INSUFFICIENT_DATA'), null, said, config)]);
}
