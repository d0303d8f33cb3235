import type { Reason } from '../core/decision.ts';
import type { Tag } from './tag.ts';

/** Which tag goes out, if one does, and why; every tag that was looked at has its reason. */
export type Pick = { readonly pick: string | null; readonly reasons: readonly Reason[] };

/** What became of a tag. */
export type Fate = { readonly of: Tag; readonly because: string };

/** The one that was picked first, and what became of the others, in the order given. */
export function picked(winner: Fate, others: readonly Fate[]): Pick {
  const first = { rule: winner.of.tag, holds: true, because: winner.because };
  return { pick: winner.of.tag, reasons: [first, ...others.map(reasonOf)] };
}

/** Nothing goes out, and why at all; then what became of each tag. */
export const nonePicked = (because: string, fates: readonly Fate[] = []): Pick => ({
  pick: null,
  reasons: [{ rule: 'a newer image is there', holds: false, because }, ...fates.map(reasonOf)],
});

const reasonOf = ({ of, because }: Fate): Reason => ({ rule: of.tag, holds: false, because });
