import { defaults } from '../config/defaults.ts';
import { milliseconds } from '../config/normalise/milliseconds.ts';
import type { Config } from '../config/types.ts';

/** What one repository of a run sees is what all see: the uses are looked up once for all that follow within this. */
export const usesMaxAgeMs = 10 * 60_000;

/** The strictest of all rules holds for the one look that serves them all; without any, what a rule's default is. */
export function lookingFor({ cleanup }: Config): {
  readonly rememberMs: number;
  readonly previousRevisions: number;
} {
  const { usedWithin, previousRevisions } = defaults.cleanup.protect;
  const protections =
    cleanup.rules.length > 0
      ? cleanup.rules.map(({ protect }) => protect)
      : [{ usedWithinMs: milliseconds(usedWithin), previousRevisions }];
  return {
    rememberMs: Math.max(...protections.map((protect) => protect.usedWithinMs)),
    previousRevisions: Math.max(...protections.map((protect) => protect.previousRevisions)),
  };
}
