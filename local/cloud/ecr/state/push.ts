import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../types.ts';
import { type Image, imageByTag, type Registry, type Repository } from './registry.ts';

const Manifest = z.looseObject({
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: z
    .looseObject({ mediaType: z.string().optional(), size: z.number().optional() })
    .optional(),
  subject: z.looseObject({ digest: z.string() }).optional(),
  layers: z.array(z.looseObject({ size: z.number().optional() })).optional(),
  manifests: z.array(z.looseObject({ digest: z.string() })).optional(),
});
type Manifest = z.infer<typeof Manifest>;

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** Puts a manifest under a tag, as ECR does, and tells the bus. */
export function pushManifest(
  registry: Registry,
  repository: Repository,
  pushed: {
    readonly manifest: string;
    readonly mediaType?: string | undefined;
    readonly tag?: string | undefined;
  },
): Image {
  const manifest = readManifest(pushed.manifest);
  const digest = digestOf(pushed.manifest);
  const existing = repository.images.get(digest);
  if (existing && (pushed.tag === undefined || existing.tags.has(pushed.tag))) {
    throw new ApiError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${pushed.tag}' already exists in the repository with name ` +
        `'${repository.repositoryName}' in registry with id '${registry.kernel.account}'`,
    );
  }
  checkChildren(repository, manifest);
  const image = existing ?? {
    digest,
    manifest: pushed.manifest,
    mediaType: pushed.mediaType ?? manifest.mediaType ?? dockerManifest,
    artifactMediaType: manifest.artifactType ?? manifest.config?.mediaType,
    sizeInBytes: sizeOf(manifest),
    pushedAt: registry.kernel.time.now(),
    subject: manifest.subject?.digest,
    tags: new Set<string>(),
    children: manifest.manifests?.map((child) => child.digest) ?? [],
  };
  image.pushedAt = registry.kernel.time.now();
  if (image.archivedAt !== undefined) restore(image, registry);
  if (pushed.tag !== undefined) moveTag(registry, repository, image, pushed.tag);
  repository.images.set(digest, image);
  emitImageAction(registry, repository, image, 'PUSH', pushed.tag);
  return image;
}

/** A push brings an archived image back. Source: ECR user guide, archive_restore_image. */
export function restore(image: Image, { kernel }: Registry): void {
  delete image.archivedAt;
  delete image.isActivating;
  image.activatedAt = kernel.time.now();
}

export const digestOf = (manifest: string): string =>
  `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

/** `ECR Image Action`. Its `resources` are empty, as they are in AWS. */
export function emitImageAction(
  registry: Registry,
  repository: Repository,
  image: Image,
  actionType: 'PUSH' | 'DELETE',
  tag: string | undefined,
): void {
  registry.kernel.emit({
    source: 'aws.ecr',
    'detail-type': 'ECR Image Action',
    resources: [],
    detail: {
      'action-type': actionType,
      result: 'SUCCESS',
      'repository-name': repository.repositoryName,
      'image-digest': image.digest,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
      'manifest-media-type': image.mediaType,
      ...(image.artifactMediaType ? { 'artifact-media-type': image.artifactMediaType } : {}),
    },
  });
}

function readManifest(text: string): Manifest {
  const parsed = Manifest.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new ApiError('InvalidParameterException', 'Invalid image manifest.');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function checkChildren(repository: Repository, { manifests = [] }: Manifest): void {
  const missing = manifests.filter(({ digest }) => !repository.images.has(digest));
  if (missing.length === 0) return;
  throw new ApiError(
    'ReferencedImagesNotFoundException',
    `Images with digests '[${missing.map(({ digest }) => digest).join(', ')}]' required for pushing image into repository ` +
      `with name '${repository.repositoryName}' do not exist`,
  );
}

function moveTag(registry: Registry, repository: Repository, image: Image, tag: string): void {
  const owner = imageByTag(repository, tag);
  if (owner && repository.imageTagMutability.startsWith('IMMUTABLE')) {
    throw new ApiError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.repositoryName}' repository ` +
        `in registry with id '${registry.kernel.account}' and cannot be overwritten because the tag is immutable.`,
    );
  }
  owner?.tags.delete(tag);
  image.tags.add(tag);
}

const sizeOf = ({ config, layers = [] }: Manifest): number =>
  layers.reduce((total, { size = 0 }) => total + size, config?.size ?? 0);
