import { globMatches } from '../../config/match.ts';
import { compareNumbers, compareTexts } from '../version.ts';
import type { Order } from './order.ts';

/**
 * Keel's `regexp:`, and what it compares: runs of digits as numbers, all else by its letters. Keel compares letters
 * only, by which `build-9` is newer than `build-10`.
 */
export const naturalOrder = (): Order<string> => ({
  placeOf: (text) => ({ place: text }),
  compare: compareNaturally,
  objection: () => null,
});

/** Keel's `glob:`, in the same order. */
export const globOrder = (glob: string): Order<string> => ({
  ...naturalOrder(),
  placeOf: (text) =>
    globMatches(glob, text) ? { place: text } : { why: `\`${text}\` does not match glob:${glob}` },
});

/** Negative where `one` comes first. `build-09` and `build-9` are the same. */
export function compareNaturally(one: string, other: string): number {
  const [runs, others] = [runsOf(one), runsOf(other)];
  for (const [index, run] of runs.entries()) {
    const against = others[index];
    if (against === undefined) return 1;
    const order = compareRuns(run, against);
    if (order !== 0) return order;
  }
  return runs.length - others.length;
}

const runsOf = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];

const compareRuns = (one: string, other: string): number =>
  /^\d/.test(one) && /^\d/.test(other)
    ? compareNumbers(BigInt(one), BigInt(other))
    : compareTexts(one, other);
