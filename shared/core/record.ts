import type { Decision, Outcome } from './decision.ts';
import type { Facts } from './playbook.ts';
import type { Signal } from './signal.ts';

/** What happened, what was seen, what was decided, what came of it: one row of the table. */
export type Record = {
  readonly signal: Signal;
  readonly playbook: string;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly outcomes: readonly Outcome[];
  readonly state: 'decided' | 'done';
};
