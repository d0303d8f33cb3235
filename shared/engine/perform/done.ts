import type { Outcome } from '../../core/decision.ts';
import type { KillSwitch } from '../../core/world.ts';

/** What became of an action. */
export type Done = Pick<Outcome, 'status' | 'what' | 'goesOn' | 'removed' | 'stayed'>;

/** `id` is the action's idempotency key: the same for every try of this action. */
export type Circumstances = {
  readonly id: string;
  /** True when the decision was made by an earlier invocation, and may be minutes old. */
  readonly resumed: boolean;
  readonly outcomes: readonly Outcome[];
};

export const done = (what: string): Done => ({ status: 'done', what });
export const refused = (what: string): Done => ({ status: 'refused', what });

export const killed = ({ by, at, why }: KillSwitch): string =>
  `Deckhand was stopped by ${by} at ${at}: ${why}`;
