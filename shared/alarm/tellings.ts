import type { Alarm, Detail } from './facts.ts';
import { crossingOf, type Telling } from './notices.ts';

type Said = Omit<Telling, 'reasons'> & { readonly verdict: string };

/** What is said about an alarm in its state; the reason is CloudWatch's own. */
export function tellingOf(alarm: Alarm, detail: Detail | null): Said {
  if (alarm.deleted) return gone;
  switch (alarm.state.value) {
    case 'ALARM':
      return burning(alarm, detail);
    case 'OK':
      return well(alarm);
    case 'INSUFFICIENT_DATA':
      return withoutData(alarm);
  }
}

/** What is over with the alarm that told of it. */
const gone: Said = {
  verdict: 'resolve',
  phase: 'resolved',
  headline: 'deleted',
  summary: 'The alarm was deleted: nothing tells any more whether it burns.',
  counts: false,
};

/** The same state once more (a suppression has ended) is no other occurrence. */
const burning = (alarm: Alarm, detail: Detail | null): Said => ({
  verdict: 'tell',
  phase: 'firing',
  headline: crossingOf(alarm, detail),
  summary: reasonOf(alarm),
  counts: alarm.previousState?.value !== 'ALARM',
});

const well = (alarm: Alarm): Said => ({
  verdict: 'resolve',
  phase: 'resolved',
  headline: alarm.alarmContributor
    ? `${Object.values(alarm.alarmContributor.attributes).join(' / ')} OK again`
    : 'OK again',
  summary: reasonOf(alarm),
  counts: false,
});

/**
 * An incident that is open stays so, as nobody knows whether it is over. Of an alarm that was not in ALARM it opens one,
 * which its next OK ends.
 */
function withoutData(alarm: Alarm): Said {
  const wasBurning = alarm.previousState?.value === 'ALARM';
  const { reason } = alarm.state;
  const open = 'Whether it has recovered is not known: the incident stays open until it is OK.';
  return {
    verdict: 'tell',
    phase: wasBurning ? 'info' : 'firing',
    headline: wasBurning ? 'no data any more' : 'no data',
    summary: [reason, wasBurning ? open : ''].filter(Boolean).join(' '),
    counts: !wasBurning,
  };
}

const reasonOf = ({ state, configuration }: Alarm): string =>
  state.reason ?? (configuration.kind === 'promql' ? 'PromQL alarms give no reason.' : '');
