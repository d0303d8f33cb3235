import type { Happened } from './happened.ts';

/**
 * An image came into a repository: pushed, replicated from another registry, or cached from an upstream one. `id` is
 * `account/region/repository/digest/tag@minute`: duplicates have the event's own time, and what ECR tells twice of one
 * arrival (a replication, a push) comes within moments. Without the minute a tag that is moved away and back would be
 * taken for its own first push.
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
