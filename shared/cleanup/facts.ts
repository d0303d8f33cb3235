import type { EcrImage, ImageManifest } from '../core/ecr-image.ts';
import type { Gap, Use } from '../core/use.ts';

/** What is known about one repository when its cleanup is planned. */
export type CleanupFacts = {
  /** ISO 8601. */
  readonly now: string;
  readonly repository: Repository;
  readonly images: readonly EcrImage[];
  /** What is known of manifests: those of indexes say what belongs to them, all others only sizes. */
  readonly manifests: readonly ImageManifest[];
  /** Uses of images, of any repository. */
  readonly uses: readonly Use[];
  /** What could not be seen, for any repository. */
  readonly gaps: readonly Gap[];
};

/** A repository of ECR. Where a part is not known, a use that may mean this repository is taken to. */
export type Repository = {
  readonly account?: string;
  readonly region?: string;
  readonly name?: string;
};
