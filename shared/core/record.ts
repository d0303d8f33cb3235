import type { Decision, Outcome } from './decision.ts';
import type { Facts } from './playbook.ts';
import type { Signal } from './signal.ts';

/** A signal is worked on once by each playbook. */
export type RecordKey = { readonly signalId: string; readonly playbook: string };

/** What happened, what was seen, what was decided, what came of it: one row of the table, and a write-ahead log. */
export type Recorded = {
  readonly signal: Signal;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly outcomes: readonly Outcome[];
};
