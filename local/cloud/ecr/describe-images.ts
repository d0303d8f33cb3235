import { z } from 'zod';
import { page } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { ImageIdentifier, passes, TagFilter } from './state/image-ids.ts';
import {
  findImage,
  type Image,
  type ImageId,
  type Registry,
  type Repository,
} from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';
import { imageDetail, statusOf } from './state/wire.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageIds: z.array(ImageIdentifier).max(100).optional(),
  filter: TagFilter.optional(),
  maxResults: z.number().min(1).max(1_000).default(100),
  nextToken: z.string().optional(),
});

/** Describes the images asked for, or all that pass the filter in pages. */
export function describeImages(registry: Registry): ApiAction {
  return repositoryAction(registry, 'DescribeImages', Input, (repository, input) => {
    const { imageIds, filter, nextToken, maxResults } = input;
    const images = imageIds
      ? imageIds.map((id) => imageOf(registry, repository, id))
      : [...repository.images.values()].filter((image) => {
          const wanted = filter?.imageStatus ?? 'ACTIVE';
          return passes(filter, image.tags) && (wanted === 'ANY' || wanted === statusOf(image));
        });
    const distinct = [...new Set(images)];
    const shown = page(distinct, nextToken, imageIds ? distinct.length : maxResults);
    return {
      imageDetails: shown.items.map((image) => imageDetail(registry, repository, image)),
      nextToken: shown.nextToken,
    };
  });
}

export function imageOf({ kernel }: Registry, repository: Repository, id: ImageId): Image {
  const image = findImage(repository, id);
  if (image) return image;
  throw new ApiError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist ` +
      `within the repository with name '${repository.repositoryName}' in the registry with id '${kernel.account}'`,
  );
}
