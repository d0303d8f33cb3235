import type { Config } from '../config/types.ts';
import type { Decision } from '../core/decision.ts';
import { budgetIsLeft, deckhandRuns, mayAct } from './checks.ts';
import type { DueFacts } from './facts.ts';
import { retold } from './notices.ts';
import { modeOf } from './rule.ts';
import { restartNow, tell } from './steps.ts';

/**
 * A restart's time has come. It is done unless this attempt has been made already, Deckhand has been stopped or set
 * to observe since, or the budget has been used up by others.
 */
export function decideDue({ plan, memory, now }: DueFacts, config: Config): Decision {
  const { attempt } = plan.lineage;
  const made = memory.lineage !== null && memory.lineage.attempt >= attempt;
  const because = made ? 'its task is remembered' : `attempt ${attempt} has not been made`;
  const reasons = [
    { rule: 'this attempt is still to be made', holds: !made, because },
    deckhandRuns(memory),
    mayAct({ mode: modeOf(plan, config) }),
    budgetIsLeft(plan.budget, memory, now),
  ];
  if (made) return { verdict: 'ignore', reasons, actions: [] };
  const against = reasons.find(({ holds }) => !holds);
  if (against) {
    const notice = retold(plan.notice, plan.subject, {
      headline: 'not restarted',
      severity: 'error',
      summary: `Not restarted: ${against.because}.`,
      at: now,
      counts: false,
      reasons,
    });
    return { verdict: 'report', reasons, actions: [tell(notice)] };
  }
  const notice = retold(plan.notice, plan.subject, {
    headline: `restarted, attempt ${attempt} of ${plan.attempts}`,
    summary: `Restarted: attempt ${attempt} of ${plan.attempts} is on its way.`,
    at: now,
    counts: false,
    reasons,
  });
  return { verdict: 'restart', reasons, actions: restartNow(plan, notice, now) };
}
