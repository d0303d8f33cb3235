import type { AlarmState } from '../core/alarm.ts';
import { type Condition, conditionInWords, figure, lastValueOf } from './condition.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const mostBars = 30;

/**
 * `▁▂▅█ 12 … 97 (threshold > 80)`: the newest values, oldest first. A single one is a figure and no line; `null` where
 * none are known.
 */
export function sparkline(state: AlarmState, condition: Condition | null): string | null {
  const values = (state.reasonData?.datapoints ?? []).slice(-mostBars);
  const [first] = values;
  const last = lastValueOf(state);
  if (last === undefined) return null;
  const crossing = condition ? ` (threshold ${conditionInWords(condition)})` : '';
  const line =
    first === undefined || values.length < 2 ? '' : `${barsOf(values)} ${figure(first)} … `;
  return `${line}${figure(last)}${crossing}`;
}

/** Values that do not change are all in the middle. */
function barsOf(values: readonly number[]): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const steps = bars.length - 1;
  return values
    .map((value) => (most === least ? 0.5 : (value - least) / (most - least)))
    .map((share) => bars[Math.round(share * steps)] ?? '')
    .join('');
}
