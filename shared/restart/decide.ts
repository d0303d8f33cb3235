/**
 * A failed task is restarted when nobody else restarts it, a restart may help, attempts are left, its launch is
 * known, Deckhand has not been stopped, may act, and has budget left. Every other failure is explained and reported,
 * with the first of these that does not hold. What ended as somebody wanted is ignored.
 */
import type { Config } from '../config/types.ts';
import type { Decision } from '../core/decision.ts';
import { decideCheck } from './decide-check.ts';
import { decideDue } from './decide-due.ts';
import { decideInterrupted } from './decide-interrupted.ts';
import { decideNotStarted } from './decide-not-started.ts';
import { decideStopped } from './decide-stopped.ts';
import type { RestartFacts } from './facts.ts';

export function decide(facts: RestartFacts, config: Config): Decision {
  switch (facts.about) {
    case 'stopped':
      return decideStopped(facts, config);
    case 'interrupted':
      return decideInterrupted(facts, config);
    case 'due':
      return decideDue(facts, config);
    case 'not-started':
      return decideNotStarted(facts);
    case 'check':
      return decideCheck(facts);
  }
}
