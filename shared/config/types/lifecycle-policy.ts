/**
 * Amazon ECR's lifecycle policy, in its own words, and one block of ours that ECR would refuse.
 * Source: Amazon ECR User Guide, "Lifecycle policy parameters"; what may stand together is in
 * `written/problems-of-policy.ts`.
 */
export type LifecyclePolicy = { readonly rules: readonly LifecycleRule[] };

export type LifecycleRule = {
  /** Lower numbers go first. */
  readonly rulePriority: number;
  readonly description?: string;
  readonly selection: Selection;
  readonly action: LifecycleAction;
  /** What ECR's language cannot say. A policy with such a block is an *extended* one. */
  readonly deckhand?: Extension;
};

export type Selection = {
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  /** Every pattern has to match one of the image's tags. `*` is any run of characters. */
  readonly tagPatternList?: readonly string[];
  /** Every prefix has to begin one of the image's tags. */
  readonly tagPrefixList?: readonly string[];
  /** `standard` unless given. */
  readonly storageClass?: StorageClass;
  readonly countType: CountType;
  readonly countUnit?: 'days';
  readonly countNumber: number;
};

export type StorageClass = 'standard' | 'archive';

export type CountType =
  | 'imageCountMoreThan'
  | 'sinceImagePushed'
  | 'sinceImagePulled'
  | 'sinceImageTransitioned';

export type LifecycleAction = {
  readonly type: 'expire' | 'transition';
  readonly targetStorageClass?: 'archive';
};

export type Extension = {
  /** One pattern is enough, where `tagPatternList` wants all of them. */
  readonly tagPatternsAnyOf?: readonly string[];
  /** An image with such a tag is not selected: the rule neither counts, claims nor marks it. */
  readonly excludeTagPatterns?: readonly string[];
  /** Together with an age: the newest of those selected stay, however old. */
  readonly keepAtLeast?: number;
  /** `sinceImagePulled` may expire, not only archive. */
  readonly expireByPull?: boolean;
};
