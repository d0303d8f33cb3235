import type { CallLater } from '../../core/decision.ts';
import type { Rollouts } from '../../core/rollout.ts';
import type { KeepRollouts } from '../../core/rollout-actions.ts';
import { callOf } from '../calls.ts';
import type { LookFacts } from '../facts.ts';

/** What a look found is written down; where somebody else wrote meanwhile, it looks again. */
export const kept = ({ look, now }: LookFacts, rollouts: Rollouts): KeepRollouts => ({
  do: 'keep-rollouts',
  rollouts,
  again: callOf(look, `${look.rollout}#again#${now}`),
});

/** Asked earlier it would be asked in vain, and not again: the same name is the same call. */
export const ifKept = (call: CallLater): CallLater => ({ ...call, ifDone: true });
