import type { Gap, Use, UseSource } from './use.ts';

/** Who uses images, as AWS tells it. */
export type Uses = {
  /**
   * Everything in use, in any repository. A source that was looked at within `maxAgeMs` is not asked again; what
   * looking finds is kept, and so is for `rememberMs` what is not found any more (with `seenAt`). A source that
   * cannot be read is a gap, never an absence of uses.
   */
  readonly look: (request: LookForUses) => Promise<UsesSeen>;
  /** The same, asked anew and kept nowhere: for the moment before something is deleted. */
  readonly again: (request: Pick<LookForUses, 'previousRevisions'>) => Promise<UsesSeen>;
  /** The same with what is remembered, for people who only ask; `asking` is told of each source before it is asked. */
  readonly lookOnly: (
    request: Omit<LookForUses, 'maxAgeMs'>,
    asking: (source: UseSource) => void,
  ) => Promise<UsesSeen>;
};

export type LookForUses = {
  readonly maxAgeMs: number;
  readonly rememberMs: number;
  /** How many revisions of each task definition family count as in use, the newest ones. */
  readonly previousRevisions: number;
};

export type UsesSeen = {
  readonly uses: readonly Use[];
  readonly gaps: readonly Gap[];
  /** When the oldest of the looks behind this was made, ISO 8601. */
  readonly lookedAt: string;
};
