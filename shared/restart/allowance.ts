import type { RestartRule } from '../config/types.ts';
import type { Reason } from '../core/decision.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Task } from '../core/task.ts';
import { describeCondition, firstMet } from './evaluate-on-exit.ts';

/** How many restarts a task's end is worth, and what says so. */
export type Allowance = { readonly attempts: number; readonly reason: Reason };

/**
 * The first `evaluateOnExit` condition that is met decides: RETRY allows all of the rule's `attempts`, EXIT none.
 * Where none is met, the cause's own class does; AWS Batch would retry then, which is why the reason says so.
 */
export function allowanceFor(task: Task, rule: RestartRule, diagnosis: Diagnosis): Allowance {
  const asked = 'a restart may help';
  const condition = firstMet(rule.evaluateOnExit, task);
  if (condition) {
    const retries = condition.action === 'RETRY';
    const because = `evaluateOnExit says ${describeCondition(condition)}`;
    return {
      attempts: retries ? rule.attempts : 0,
      reason: { rule: asked, holds: retries && rule.attempts > 0, because },
    };
  }
  const attempts =
    diagnosis.restarts === 'bounded' ? rule.attempts : Math.min(diagnosis.restarts, rule.attempts);
  const noCondition = rule.evaluateOnExit.length > 0 ? 'no evaluateOnExit condition is met; ' : '';
  const because = `${noCondition}${becauseOfClass(diagnosis)}`;
  return { attempts, reason: { rule: asked, holds: attempts > 0, because } };
}

function becauseOfClass({ class: kind, restarts }: Diagnosis): string {
  const worth =
    restarts === 'bounded'
      ? 'trying again is worthwhile'
      : restarts === 0
        ? 'trying again gives the same result'
        : `trying again is worth ${restarts === 1 ? 'one attempt' : `${restarts} attempts`}`;
  return `the cause is ${kind}: ${worth}`;
}
