import type { Mode } from '../types.ts';
import type { LifecyclePolicy } from './lifecycle-policy.ts';

/** What becomes of old images. A repository that no rule matches is never cleaned up. */
export type CleanupConfig = {
  readonly mode: Mode;
  /** An expression of EventBridge Scheduler: `rate(1 day)`, `cron(0 3 * * ? *)`. */
  readonly schedule: string;
  /** Also after a push, once pushes have settled; that repository only. */
  readonly onPush: boolean;
  /** Warn before ECR's own lifecycle policies delete or archive an image in use. */
  readonly guard: boolean;
  /** First match wins. */
  readonly rules: readonly CleanupRule[];
};

export type CleanupRule = {
  /** A glob over the repository's name. */
  readonly match: { readonly repository: string };
  readonly mode: Mode;
  readonly lifecyclePolicy: LifecyclePolicy;
  readonly protect: Protection;
  readonly caps: Caps;
  readonly allow: Allowance;
};

/** What stays, whatever the policy says. Use always does. */
export type Protection = {
  /** How many of a family's task definition revisions count as used. */
  readonly previousRevisions: number;
  /** Younger images stay, by their push. */
  readonly minAgeMs: number;
  /** What was seen in use within this time stays. */
  readonly usedWithinMs: number;
  /** Globs: an image with such a tag stays. */
  readonly tags: readonly string[];
};

/** How much one run may delete in one repository: the oldest first. */
export type Caps = {
  readonly maxImages: number;
  /** Of the images that the repository has. */
  readonly maxPercent: number;
  /** How many images the repository has afterwards, at the least. */
  readonly keepAtLeast: number;
};

/** Others who may need a repository's images and whom Deckhand cannot ask: each blocks unless it is allowed here. */
export type Allowance = {
  /** Accounts that the repository's policy lets pull. */
  readonly crossAccount: readonly string[];
  readonly replication: boolean;
  /** Where deletions are replicated, too. */
  readonly deleteReplication: boolean;
  readonly pullThroughCache: boolean;
};
