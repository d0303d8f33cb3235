import { formatDuration } from '../config/duration.ts';
import type { Decision } from '../core/decision.ts';
import type { CheckFacts } from './facts.ts';
import { retold } from './notices.ts';
import { checkAgain, tell } from './steps.ts';

/** Source: Amazon ECS developer guide, task lifecycle. */
const beforeRunning: readonly string[] = ['PROVISIONING', 'PENDING', 'ACTIVATING'];

/**
 * A restarted task that still runs after `resetAfter` has proved itself. One that has stopped has an event of its
 * own; one that waits for capacity is looked at again.
 */
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
  if (isNewest && lastStatus.known && beforeRunning.includes(status)) {
    return { verdict: 'wait', reasons, actions: [checkAgain(plan, now)] };
  }
  if (!isNewest || !isRunning) return { verdict: 'ignore', reasons, actions: [] };
  const after = formatDuration(plan.resetAfterMs);
  const notice = retold(plan.notice, plan.subject, {
    phase: 'resolved',
    severity: 'info',
    headline: 'runs again',
    summary: `Restart ${plan.lineage.attempt} still runs ${after} after it was started.`,
    at: now,
    counts: false,
    reasons,
  });
  return { verdict: 'resolve', reasons, actions: [tell(notice)] };
}
