import type { Gap, Use, UseSource } from '../../core/use.ts';
import { refusal } from '../failures.ts';

/** What a look at one source found. `subjects`: how many things it looked at (services, tasks, rules). */
export type Found = {
  readonly uses: readonly Use[];
  readonly gaps: readonly Gap[];
  readonly subjects: number;
};

/** One place where uses of images can be seen. */
export type Source = {
  /** What its gaps are called. */
  readonly source: UseSource;
  readonly look: () => Promise<Found>;
};

export const nothingFound: Found = { uses: [], gaps: [], subjects: 0 };

/** Everything that several looks found. */
export const together = (all: readonly Found[]): Found => ({
  uses: all.flatMap(({ uses }) => uses),
  gaps: all.flatMap(({ gaps }) => gaps),
  subjects: all.reduce((sum, { subjects }) => sum + subjects, 0),
});

/**
 * Looks at a source. One that cannot be read is a gap that could protect anything, whatever the reason: a look that
 * may go better later holds today's cleanup as much as one that is denied, and nobody has to wait for it.
 */
export async function seen({ source, look }: Source, action: string): Promise<Found> {
  try {
    return await look();
  } catch (cause) {
    return { ...nothingFound, gaps: [{ source, why: refusal(action, cause).message }] };
  }
}
