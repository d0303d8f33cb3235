import type { Config } from '../config/types.ts';
import type { Decision } from '../core/decision.ts';
import { mayAct, nobodyElseRestarts } from './checks.ts';
import type { InterruptedFacts } from './facts.ts';
import { incidentOf, noticeOfStop } from './notices.ts';
import { ruleOf } from './rule.ts';
import { tell } from './steps.ts';

/**
 * Spot capacity is being taken back. The task still runs, and starting another beside it could do a job twice; so
 * people are told, and the restart waits for the stop.
 */
export function decideInterrupted(facts: InterruptedFacts, config: Config): Decision {
  const { task, owner, diagnosis } = facts;
  const nobody = nobodyElseRestarts(owner);
  if (!nobody.holds) return { verdict: 'ignore', reasons: [nobody], actions: [] };

  const { mode, spotFallback } = ruleOf(task, config);
  const reasons = [nobody, mayAct({ mode })];
  const fallback = spotFallback ? ` on ${spotFallback}` : '';
  const notice = noticeOfStop(
    { now: facts.now, task, owner, diagnosis, tags: {} },
    {
      // Nothing is over yet, and an end that is well in time resolves nothing.
      phase: 'info',
      severity: 'info',
      headline: 'about to be interrupted',
      summary:
        mode === 'act'
          ? `It ends within two minutes and is then restarted${fallback}, if nothing speaks against it.`
          : 'It ends within two minutes.',
      incident: incidentOf(facts),
      about: task.taskArn,
      counts: false,
      reasons,
    },
    config,
  );
  return { verdict: 'expect', reasons, actions: [tell(notice)] };
}
