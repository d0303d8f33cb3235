import { digestOf, pushManifest } from './state/push.ts';
import {
  type Finding,
  findImage,
  findRepository,
  type Image,
  type ImageId,
  type Registry,
  type Repository,
  repositoryArnOf,
} from './state/registry.ts';
import { endScan, type ScanEnd } from './state/scan.ts';

type Push = {
  readonly repository: string;
  readonly tag?: string;
  /** Further tags of the same image. */
  readonly tags?: readonly string[];
  /** The same content is the same digest; without it, every push is something new. */
  readonly content?: string;
  /** Pushes one image each, untagged, and an index that holds them together. */
  readonly platforms?: readonly string[];
  readonly sizeInBytes?: number;
};

/** A hand on the local ECR, for stories and for the tasks that pull. */
export type Controls = {
  /** Pushes an image as `docker push` would, into a repository made for it if need be. Answers its digest. */
  readonly push: (push: Push) => string;
  /** Takes an image or a tag away without asking. */
  readonly remove: (repository: string, id: ImageId) => void;
  /** Ends a scan of the image with these findings. */
  readonly scanned: (
    repository: string,
    id: ImageId,
    findings: readonly Finding[],
    end?: ScanEnd,
  ) => void;
  /** From now on BatchDeleteImage fails for this image, with this code. */
  readonly hold: (repository: string, id: ImageId, failureCode: string) => void;
  /** How an image of a repository is written in a task definition. */
  readonly uri: (repository: string, tagOrDigest: string) => string;
  /** Pulls: the digest behind an image reference, what is missing, or `null` when it is another registry's. */
  readonly resolve: (image: string) => Resolved | null;
};

type Resolved =
  | { readonly found: true; readonly digest: string }
  | { readonly found: false; readonly missing: 'repository' | 'image' };

const imageType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

export function createControls(registry: Registry): Controls {
  return {
    push: (push) => pushAll(registry, push),
    remove: (name, { imageDigest, imageTag }) => {
      const repository = findRepository(registry, name);
      const image = findImage(repository, { imageDigest, imageTag });
      if (imageTag !== undefined) image?.tags.delete(imageTag);
      if (image && image.tags.size === 0) repository.images.delete(image.digest);
      if (image && imageTag === undefined) repository.images.delete(image.digest);
    },
    scanned: (name, id, findings, end = {}) =>
      endScan(registry, findRepository(registry, name), imageIn(registry, name, id), findings, end),
    hold: (name, id, failureCode) => {
      imageIn(registry, name, id).undeletable = failureCode;
    },
    uri: (name, version) =>
      `${registry.host}/${name}${version.startsWith('sha256:') ? '@' : ':'}${version}`,
    resolve: (image) => resolve(registry, image),
  };
}

function imageIn(registry: Registry, repository: string, id: ImageId): Image {
  const image = findImage(findRepository(registry, repository), id);
  if (image) return image;
  throw new Error(`there is no such image in ${repository}`);
}

function pushAll(registry: Registry, push: Push): string {
  const repository = repositoryFor(registry, push.repository);
  const content = push.content ?? registry.kernel.dice.hex(32);
  const { platforms = [] } = push;
  const children = platforms.map((platform) => {
    const manifest = imageManifest(`${content} ${platform}`, push.sizeInBytes);
    return { platform, manifest, digest: put(registry, repository, manifest, undefined) };
  });
  const manifest =
    children.length === 0 ? imageManifest(content, push.sizeInBytes) : indexManifest(children);
  const tags = [...(push.tag === undefined ? [] : [push.tag]), ...(push.tags ?? [])];
  const wanted: readonly (string | undefined)[] = tags.length > 0 ? tags : [undefined];
  const [digest = ''] = wanted.map((tag) => put(registry, repository, manifest, tag));
  registry.kernel.tell('ecr', `${push.repository}${tags[0] ? `:${tags[0]}` : ''} was pushed`, {
    digest,
  });
  return digest;
}

/** What is there already is not pushed again, as `docker push` does not. */
function put(
  registry: Registry,
  repository: Repository,
  manifest: string,
  tag: string | undefined,
): string {
  const existing = repository.images.get(digestOf(manifest));
  if (existing && (tag === undefined || existing.tags.has(tag))) return existing.digest;
  return pushManifest(registry, repository, { manifest, tag }).digest;
}

function repositoryFor({ kernel, host, repositories }: Registry, name: string): Repository {
  const existing = repositories.get(name);
  if (existing) return existing;
  const repository: Repository = {
    repositoryArn: repositoryArnOf(kernel, name),
    repositoryName: name,
    repositoryUri: `${host}/${name}`,
    createdAt: kernel.time.now(),
    imageTagMutability: 'MUTABLE',
    scanOnPush: false,
    tags: [],
    images: new Map(),
  };
  repositories.set(name, repository);
  return repository;
}

const imageManifest = (content: string, sizeInBytes = 50_000_000): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: imageType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 0 },
    layers: [{ size: sizeInBytes }],
    annotations: { content },
  });

const indexManifest = (
  children: readonly { readonly platform: string; readonly digest: string }[],
): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: indexType,
    manifests: children.map(({ platform, digest }) => {
      const [os, architecture] = platform.split('/');
      return { mediaType: imageType, digest, platform: { os, architecture } };
    }),
  });

function resolve({ host, repositories, kernel }: Registry, image: string): Resolved | null {
  if (!image.startsWith(`${host}/`)) return null;
  const [named = '', imageDigest] = image.slice(host.length + 1).split('@');
  const [name = '', imageTag = 'latest'] = named.split(':');
  const repository = repositories.get(name);
  if (!repository) return { found: false, missing: 'repository' };
  const found = findImage(repository, imageDigest === undefined ? { imageTag } : { imageDigest });
  if (!found || found.archivedAt !== undefined) return { found: false, missing: 'image' };
  found.pulledAt = kernel.time.now();
  return { found: true, digest: found.digest };
}
