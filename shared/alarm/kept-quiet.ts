import type { Action, Decision, Reason } from '../core/decision.ts';
import { callOf, type Look } from './calls.ts';
import type { Alarm } from './facts.ts';
import { isHeldBack, looksAgainAt } from './quiet.ts';

/** After this long nobody is helped by another look: CloudWatch's next event tells. */
const longestMs = 7 * 24 * 3_600_000;

/** Nothing is told. What is held back for a while is come back to; the rest stays quiet for good. */
export function keptQuiet(
  alarm: Alarm,
  reasons: readonly Reason[],
  look: Look,
  now: string,
): Decision {
  const isOld = Date.parse(now) - Date.parse(look.since) > longestMs;
  const at = isHeldBack(reasons) && !isOld ? looksAgainAt(alarm, now, look.since) : null;
  const actions: readonly Action[] = at ? [{ do: 'call-later', at, call: callOf(look, at) }] : [];
  return { verdict: at ? 'wait' : 'ignore', reasons, actions };
}
