import { z } from 'zod';
import type { ApiAction } from '../types.ts';
import { ImageIdentifier } from './state/image-ids.ts';
import { findImage, type Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageIds: z.array(ImageIdentifier).min(1).max(100),
  acceptedMediaTypes: z.array(z.string()).optional(),
});

/** Answers manifests. As in AWS, asking for one counts as pulling it. */
export function batchGetImage(registry: Registry): ApiAction {
  return repositoryAction(registry, 'BatchGetImage', Input, (repository, { imageIds }) => {
    const looked = imageIds.map((imageId) => ({ imageId, image: findImage(repository, imageId) }));
    return {
      images: looked.flatMap(({ imageId, image }) => {
        if (!image) return [];
        image.pulledAt = registry.kernel.time.now();
        return [
          {
            registryId: registry.kernel.account,
            repositoryName: repository.repositoryName,
            imageId: { imageDigest: image.digest, imageTag: imageId.imageTag },
            imageManifest: image.manifest,
            imageManifestMediaType: image.mediaType,
          },
        ];
      }),
      failures: looked
        .filter(({ image }) => !image)
        .map(({ imageId }) => ({
          imageId,
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        })),
    };
  });
}
