import { emitImageAction } from './push.ts';
import type { Image, ImageId, Registry, Repository } from './registry.ts';

/**
 * Takes these tags off an image. One that has no tag left is gone, as ECR keeps none that lost its last one; so is
 * one whose digest was meant, with all its tags. Tells the bus of each tag; answers what went.
 */
export function takeAway(
  registry: Registry,
  repository: Repository,
  image: Image,
  tags: readonly string[] = [...image.tags],
): readonly ImageId[] {
  for (const tag of tags) image.tags.delete(tag);
  if (image.tags.size === 0) repository.images.delete(image.digest);
  const gone = tags.length > 0 ? tags : [undefined];
  for (const tag of gone) emitImageAction(registry, repository, image, 'DELETE', tag);
  return gone.map((tag) => ({
    imageDigest: image.digest,
    ...(tag === undefined ? {} : { imageTag: tag }),
  }));
}
