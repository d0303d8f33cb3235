import type { EcrImage, ImageManifest } from './ecr-image.ts';
import type { Known } from './known.ts';

/** The repositories of Amazon ECR in the stack's account and region, as far as cleanups ask and act. */
export type Repositories = {
  /** The names of all repositories. */
  readonly names: () => Promise<Known<readonly string[]>>;
  /** `null` where there is no such repository. */
  readonly named: (name: string) => Promise<Known<EcrRepositoryInfo | null>>;
  /** Every image of a repository, archived ones included. */
  readonly images: (repository: string) => Promise<Known<readonly EcrImage[]>>;
  /** These images as they are now; those that are gone are left out. */
  readonly imagesOf: (
    repository: string,
    digests: readonly string[],
  ) => Promise<Known<readonly EcrImage[]>>;
  /**
   * Manifests by digest. Asking ECR for one counts as pulling it, so each is asked for once and kept, and only those
   * of indexes should be asked for. `readOnly` keeps none.
   */
  readonly manifests: (
    repository: string,
    digests: readonly string[],
    readOnly?: boolean,
  ) => Promise<Known<readonly ImageManifest[]>>;
  /** Who else may pull from a repository, or depends on it. */
  readonly exposure: (repository: string) => Promise<Exposure>;
  /** Deletes up to 100 images or tags; what is left undone comes back with ECR's code. */
  readonly remove: (
    repository: string,
    images: readonly ImageName[],
  ) => Promise<readonly RemovalFailure[]>;
  /** Moves an image into the archive; answers ECR's code where it does not go there, and nothing where it does. */
  readonly archive: (repository: string, digest: string) => Promise<readonly RemovalFailure[]>;
};

export type EcrRepositoryInfo = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** Who besides this account and region a repository serves. */
export type Exposure = {
  /** Account ids and `*` that the repository's policy lets pull. */
  readonly accounts: Known<readonly string[]>;
  readonly replicas: Known<readonly Replica[]>;
  /** The upstream registry, where the repository caches one. */
  readonly upstream: Known<string | null>;
};

/** Where pushes are copied to. */
export type Replica = {
  /** `account/region`. */
  readonly to: string;
  /** What is deleted here is deleted there. */
  readonly deletes: boolean;
};

/** A digest, or one tag of it: with both, nothing happens unless the tag still belongs to the digest. */
export type ImageName = { readonly digest: string; readonly tag?: string };

export type RemovalFailure = ImageName & { readonly code: string; readonly reason: string };
