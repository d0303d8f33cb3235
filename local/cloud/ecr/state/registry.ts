import { ApiError, type Kernel } from '../../types.ts';

type Tag = {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly [field: string]: unknown;
};

export type Repository = {
  readonly repositoryArn: string;
  readonly repositoryName: string;
  readonly repositoryUri: string;
  readonly createdAt: number;
  readonly imageTagMutability: string;
  readonly scanOnPush: boolean;
  tags: readonly Tag[];
  /** By digest, oldest push first. */
  readonly images: Map<string, Image>;
};

export type Image = {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly artifactMediaType?: string | undefined;
  readonly sizeInBytes: number;
  /** Milliseconds since 1970, as everything in here. */
  pushedAt: number;
  pulledAt?: number;
  /** Set while it is in the archive, from which nothing can be pulled. */
  archivedAt?: number;
  /** On its way back from there. */
  isActivating?: true;
  /** When it last came back from there. */
  activatedAt?: number;
  /** What an artifact is about: its manifest's `subject`. */
  readonly subject?: string | undefined;
  readonly tags: Set<string>;
  /** Digests of the images that an index holds together. */
  readonly children: readonly string[];
  findings?: readonly Finding[];
  /** The scan that they are from. */
  scan?: { readonly by: 'basic' | 'enhanced'; readonly status: string };
  /** The code with which its deletion fails, as `KmsError` where nobody may use its key any more. */
  undeletable?: string;
};

export type Finding = { readonly name: string; readonly severity: string };

export type Registry = {
  readonly kernel: Kernel;
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly host: string;
  readonly repositories: Map<string, Repository>;
};

export const repositoryArnOf = ({ partition, region, account }: Kernel, name: string): string =>
  `arn:${partition}:ecr:${region}:${account}:repository/${name}`;

export function findRepository({ repositories, kernel }: Registry, name: string): Repository {
  const found = repositories.get(name);
  if (found) return found;
  throw new ApiError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${kernel.account}'`,
  );
}

export type ImageId = {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
};

export const imageByTag = ({ images }: Repository, tag: string): Image | undefined =>
  [...images.values()].find(({ tags }) => tags.has(tag));

/** Finds what a tag, a digest, or both stand for; both have to agree. */
export function findImage(repository: Repository, { imageDigest, imageTag }: ImageId) {
  const image =
    imageDigest === undefined
      ? imageByTag(repository, imageTag ?? '')
      : repository.images.get(imageDigest);
  return image && (imageTag === undefined || image.tags.has(imageTag)) ? image : undefined;
}

/** The index that holds this image, if one does. */
export const parentOf = ({ images }: Repository, digest: string): Image | undefined =>
  [...images.values()].find(({ children }) => children.includes(digest));

/** The same, of those that are not in the archive themselves. */
export const activeParentOf = ({ images }: Repository, digest: string): Image | undefined =>
  [...images.values()].find(
    ({ children, archivedAt }) => archivedAt === undefined && children.includes(digest),
  );
