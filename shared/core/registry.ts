import type { EcrRepository } from './image.ts';
import type { Known } from './known.ts';

/** An image of an ECR repository that has tags, as DescribeImages tells it. */
export type TaggedImage = {
  readonly digest: string;
  readonly tags: readonly string[];
  /** When it was pushed, which a build cannot forge. */
  readonly pushedAt: string;
  readonly sizeInBytes?: number;
  /** `ACTIVE`, `ARCHIVED`, `ACTIVATING`. */
  readonly status: string;
  readonly mediaType?: string;
};

/** What a scan found: counts by severity, and each finding by name, to tell new ones from old. */
export type Scan = {
  /** `COMPLETE`, `ACTIVE`, `IN_PROGRESS`, `PENDING`, `FAILED`, `UNSUPPORTED_IMAGE`, `SCAN_ELIGIBILITY_EXPIRED`, … */
  readonly status: string;
  readonly findings: readonly { readonly name: string; readonly severity: string }[];
};

/** Amazon ECR, as far as rollouts ask. `null`: there is no such repository, or no scan. */
export type Registry = {
  readonly taggedImages: (
    repository: EcrRepository,
  ) => Promise<Known<readonly TaggedImage[] | null>>;
  readonly scanOf: (repository: EcrRepository, digest: string) => Promise<Known<Scan | null>>;
  /** `linux/arm64` for each platform of an index; none where the manifest does not tell. */
  readonly platformsOf: (
    repository: EcrRepository,
    digest: string,
  ) => Promise<Known<readonly string[]>>;
};
