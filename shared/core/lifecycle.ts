import type { LifecyclePolicy } from '../config/types/lifecycle-policy.ts';
import type { Known } from './known.ts';

/**
 * The lifecycle policies that repositories have in Amazon ECR itself. All of these only ask: a preview changes
 * nothing in its repository. Whatever cannot be asked now is an unknown, as nobody waits for a later try.
 */
export type Lifecycle = {
  /** The text of a repository's own policy; `null` where it has none. */
  readonly policyOf: (repository: string) => Promise<Known<string | null>>;
  /** Has ECR work out what the policy would do now. `busy`: another preview of the repository is not done yet. */
  readonly startPreview: (repository: string) => Promise<Known<'started' | 'busy'>>;
  /** What the last preview came to. */
  readonly preview: (repository: string) => Promise<Known<PolicyPreview>>;
};

export type PolicyPreview =
  | { readonly status: 'in-progress' }
  /** The policy that it was for, and what that would act on now. `more`: there is more than was read. */
  | {
      readonly status: 'complete';
      readonly text: string;
      readonly marked: readonly MarkedImage[];
      readonly more: boolean;
    };

export type MarkedImage = {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: string;
  /** The `rulePriority` of the rule that does it. */
  readonly rule: number;
  readonly action: 'expire' | 'transition';
};

/** What a repository's own policy is about to do to images in use, as the last look saw it. */
export type Watch = {
  readonly repository: string;
  /** Which run looked, and when. */
  readonly run: string;
  readonly at: string;
  /** Why it is not known what is about to go, or whether somebody uses it; `null` where it is known. */
  readonly gap: string | null;
  /** No more than there is room for; `howMany` counts all. */
  readonly endangered: readonly Endangered[];
  readonly howMany: number;
  /** What in the policy is hardly meant. */
  readonly findings: readonly { readonly rule: number; readonly message: string }[];
  /** A policy that spares them, and the tags that it needs for that; `null` where ECR would take none. */
  readonly patch: PolicyPatch | null;
};

export type Endangered = {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly rule: number;
  readonly action: 'expire' | 'transition';
  /** `now`: ECR says so itself. Within a day, `by-age` as it gets older, `by-count` at the pace of today's pushes. */
  readonly when: 'now' | 'by-age' | 'by-count';
  /** Who uses it. */
  readonly because: string;
  /** True where something runs from it, or may be started from it; false where it only did, or is an older revision's. */
  readonly isNeeded: boolean;
};

/** A policy that spares some images, and the tags that they need for it. */
export type PolicyPatch = {
  readonly policy: LifecyclePolicy;
  /** Tags to put on images first, by digest: a policy of ECR's knows images by nothing else. */
  readonly tag: readonly { readonly digest: string; readonly tag: string }[];
};

/** What is known of each repository's own policy, one watch a repository. */
export type Watches = {
  readonly all: () => Promise<readonly Watch[]>;
  readonly keep: (watches: readonly Watch[]) => Promise<void>;
  readonly forget: (repositories: readonly string[]) => Promise<void>;
};

/** Keep what was seen of some repositories in place of what was seen before, and forget it of others. */
export type KeepWatches = {
  readonly do: 'keep-watches';
  readonly watches: readonly Watch[];
  readonly forget: readonly string[];
};
