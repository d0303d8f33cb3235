import type { Notice } from './notice.ts';
import type { SlackPosted } from './world.ts';

/** The conversation that notices with the same key belong to, as one receiver sees it. */
export type Incident = {
  readonly receiver: string;
  readonly key: string;
  /** Grows with every write; a write over a newer one is refused. */
  readonly revision: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly resolvedAt?: string;
  /** Occurrences so far. */
  readonly count: number;
  /** Members that are not over yet (a notice's `about`). */
  readonly open: readonly string[];
  /** Ids of the notices folded in lately, so that a duplicate changes nothing. */
  readonly folded: readonly string[];
  /** What the message shows. */
  readonly latest: Notice;
  /** The count when SNS was last told, so that a storm is told at 1, 10, 100, … */
  readonly toldCount: number;
  readonly slack?: SlackPosted;
};
