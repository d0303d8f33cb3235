import type { Happened } from './happened.ts';

/**
 * Pushes come in bunches: several tags of one image, several images of one build. What is pushed within the same ten
 * seconds is looked at once, when they are over. An event that comes late finds that look done, and it saw its push.
 */
const bunchMs = 10_000;

/** When the bunch is over that this moment is in; both in milliseconds. */
export const bunchEndMs = (atMs: number): number => (Math.floor(atMs / bunchMs) + 1) * bunchMs;

/**
 * An image came into a repository: pushed, replicated from another registry, or cached from an upstream one. `id` is
 * `account/region/repository/digest/tag@bunch`: duplicates have the event's own time, and what ECR tells twice of one
 * arrival (a replication, a push) comes within moments. Without the bunch a tag that is moved away and back would be
 * taken for its own first push; within one, whatever comes of it is looked at when it is over.
 */
export type ImagePushed = Happened & {
  readonly kind: 'image-pushed';
  readonly repository: string;
  /** ECR's schema has both as optional: a manifest may be pushed without a tag. */
  readonly digest?: string;
  readonly tag?: string;
  readonly how: 'pushed' | 'replicated' | 'cached';
};

/** A scan of an image ended, well or not: `COMPLETE`, `FAILED`, `INITIAL_SCAN_COMPLETE`. */
export type ImageScanned = Happened & {
  readonly kind: 'image-scanned';
  readonly repository: string;
  readonly digest: string;
  readonly status: string;
};

/** Somebody gave a repository a lifecycle policy of its own, as CloudTrail tells it. */
export type LifecyclePolicyPut = Happened & {
  readonly kind: 'lifecycle-policy-put';
  readonly repository: string;
};
