import { z } from 'zod';
import type { ApiAction } from '../types.ts';
import { pushManifest } from './state/push.ts';
import type { Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageManifest: z.string().min(1),
  imageManifestMediaType: z.string().optional(),
  imageTag: z.string().optional(),
});

/** Puts one manifest under one tag. Pushing the same digest and tag again is refused. */
export function putImage(registry: Registry): ApiAction {
  return repositoryAction(registry, 'PutImage', Input, (repository, input) => {
    const image = pushManifest(registry, repository, {
      manifest: input.imageManifest,
      mediaType: input.imageManifestMediaType,
      tag: input.imageTag,
    });
    return {
      image: {
        registryId: registry.kernel.account,
        repositoryName: repository.repositoryName,
        imageId: { imageDigest: image.digest, imageTag: input.imageTag },
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      },
    };
  });
}
