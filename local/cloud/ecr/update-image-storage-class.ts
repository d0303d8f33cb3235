import { z } from 'zod';
import { type ApiAction, ApiError } from '../types.ts';
import { imageOf } from './describe-images.ts';
import { ImageIdentifier } from './state/image-ids.ts';
import { restore } from './state/push.ts';
import { activeParentOf, type Image, type Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';
import { statusOf } from './state/wire.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageId: ImageIdentifier,
  targetStorageClass: z.enum(['STANDARD', 'ARCHIVE']),
});

/** AWS promises 20 minutes at the most. Source: Amazon ECR User Guide, archive_restore_image. */
const activationMs = 20 * 60_000;

/** Moves an image into the archive, or back, which takes a while. An image that an index needs stays where it is. */
export function updateImageStorageClass(registry: Registry): ApiAction {
  return repositoryAction(registry, 'UpdateImageStorageClass', Input, (repository, input) => {
    const image = imageOf(registry, repository, input.imageId);
    const isArchiving = input.targetStorageClass === 'ARCHIVE';
    if (isArchiving && activeParentOf(repository, image.digest)) {
      const message = `The image with digest '${image.digest}' is referenced by a manifest list.`;
      throw new ApiError('ImageStorageClassUpdateNotSupportedException', message);
    }
    if (isArchiving) {
      image.archivedAt = registry.kernel.time.now();
      delete image.isActivating;
    } else if (image.archivedAt !== undefined) bringBack(image, registry);
    const { repositoryName } = repository;
    const imageStatus = statusOf(image);
    return { registryId: registry.kernel.account, repositoryName, imageStatus };
  });
}

function bringBack(image: Image, registry: Registry): void {
  image.isActivating = true;
  registry.kernel.time.after(activationMs, 'an image comes back from the archive', () => {
    if (image.isActivating) restore(image, registry);
  });
}
