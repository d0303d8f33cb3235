import { z } from 'zod';
import type { ApiAction, Body } from '../types.ts';
import { ImageIdentifier } from './state/image-ids.ts';
import {
  type ImageId,
  imageByTag,
  parentOf,
  type Registry,
  type Repository,
} from './state/registry.ts';
import { takeAway } from './state/remove.ts';
import { repositoryAction } from './state/repository-action.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageIds: z.array(ImageIdentifier).min(1).max(100),
});

/** By tag it untags, and deletes what has no tag left; by digest it deletes the image with all its tags. */
export function batchDeleteImage(registry: Registry): ApiAction {
  return repositoryAction(registry, 'BatchDeleteImage', Input, (repository, { imageIds }) => {
    const results = imageIds.map((id) => deleteImage(registry, repository, id));
    return {
      imageIds: results.flatMap(({ deleted }) => deleted ?? []),
      failures: results.flatMap(({ failure }) => failure ?? []),
    };
  });
}

type Result = { readonly deleted?: readonly ImageId[]; readonly failure?: Body };

function deleteImage(registry: Registry, repository: Repository, id: ImageId): Result {
  const { imageDigest, imageTag } = id;
  if (imageDigest === undefined && imageTag === undefined) {
    return failed(
      id,
      'MissingDigestAndTag',
      'Invalid request parameters: both tag and digest cannot be null',
    );
  }
  const image =
    imageDigest === undefined
      ? imageByTag(repository, imageTag ?? '')
      : repository.images.get(imageDigest);
  if (!image) return failed(id, 'ImageNotFound', 'Requested image not found');
  if (imageTag !== undefined && !image.tags.has(imageTag)) {
    return failed(
      id,
      'ImageTagDoesNotMatchDigest',
      'Requested tag does not belong to the requested image',
    );
  }
  const gone = imageTag === undefined ? [...image.tags] : [imageTag];
  const isLast = gone.length === image.tags.size;
  const parent = isLast ? parentOf(repository, image.digest) : undefined;
  if (parent) {
    return failed(
      { ...id, imageDigest: image.digest },
      'ImageReferencedByManifestList',
      `Requested image referenced by manifest list: [${parent.digest}]`,
    );
  }
  if (image.undeletable !== undefined) {
    const reason = 'The image cannot be deleted now';
    return failed({ ...id, imageDigest: image.digest }, image.undeletable, reason);
  }
  return { deleted: takeAway(registry, repository, image, gone) };
}

const failed = (imageId: ImageId, failureCode: string, failureReason: string): Result => ({
  failure: { imageId, failureCode, failureReason },
});
