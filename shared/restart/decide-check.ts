import { formatDuration } from '../config/duration.ts';
import type { Decision } from '../core/decision.ts';
import type { CheckFacts } from './facts.ts';
import { retold } from './notices.ts';
import { tell } from './steps.ts';

/** A restarted task that still runs after `resetAfter` has proved itself. One that has stopped has an event of its own. */
export function decideCheck({ plan, memory, lastStatus, now }: CheckFacts): Decision {
  const isNewest = memory.lineage?.attempt === plan.lineage.attempt;
  const isRunning = lastStatus.known && lastStatus.value === 'RUNNING';
  const status = lastStatus.known ? (lastStatus.value ?? 'gone') : lastStatus.why;
  const reasons = [
    {
      rule: 'no later attempt has been made',
      holds: isNewest,
      because: `the newest is attempt ${memory.lineage?.attempt ?? 0}`,
    },
    { rule: 'it still runs', holds: isRunning, because: `its last status is ${status}` },
  ];
  if (!isNewest || !isRunning) return { verdict: 'ignore', reasons, actions: [] };
  const notice = retold(plan.notice, plan.subject, {
    phase: 'resolved',
    severity: 'info',
    headline: 'runs again',
    summary: `Restart ${plan.lineage.attempt} has been running for ${formatDuration(plan.resetAfterMs)}.`,
    at: now,
    counts: false,
    reasons,
  });
  return { verdict: 'resolve', reasons, actions: [tell(notice)] };
}
