import type { WhenUnknown } from '../../config/types/deploy.ts';
import type { Reason } from '../../core/decision.ts';

/** What a gate says: through, come back at a time (`until`, ISO 8601), or no. */
export type Gate = { readonly reason: Reason; readonly until?: string };

/** What all gates say together. */
export type Judgement =
  | { readonly verdict: 'go' | 'stop'; readonly reasons: readonly Reason[] }
  | { readonly verdict: 'wait'; readonly until: string; readonly reasons: readonly Reason[] };

/**
 * Through, where every gate lets it through; no, where one does and no time will change that; otherwise the time at
 * which the last of them may open. What is pushed until then is looked at together with this, and only the newest goes.
 */
export function judgeGates(gates: readonly Gate[]): Judgement {
  const reasons = gates.map(({ reason }) => reason);
  const closed = gates.filter(({ reason }) => !reason.holds);
  if (closed.length === 0) return { verdict: 'go', reasons };
  const times = closed.flatMap(({ until }) => until ?? []);
  const [last] = [...times].sort((one, other) => Date.parse(other) - Date.parse(one));
  return last === undefined || times.length < closed.length
    ? { verdict: 'stop', reasons }
    : { verdict: 'wait', until: last, reasons };
}

/** What becomes of an image of which something could not be found out, as the rule has it. */
export const whenUnknown = (rule: string, then: WhenUnknown, why: string): Gate => ({
  reason: {
    rule,
    holds: then === 'open',
    because: `${why}, and the rule ${then === 'open' ? 'lets it through' : 'holds it back'} then`,
  },
});
