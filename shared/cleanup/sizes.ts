import type { Freed } from '../core/cleanup.ts';
import { type EcrImage, type ImageManifest, isIndex, uniqueBytes } from '../core/ecr-image.ts';

/**
 * Dollars a month for a GB (2^30 bytes), in standard storage and for the first 150 TB of the archive alike.
 * Source: Amazon ECR pricing, us-east-1, March 2026. Other regions differ a little.
 */
const dollarsPerGbMonth = 0.1;

/**
 * What goes when some images of a repository go: the layers that no other image has, each once. For that all
 * manifests have to be known; otherwise it is the sum of ECR's sizes, of which an index has none of its own.
 */
export function freedBy(
  digests: ReadonlySet<string>,
  images: readonly EcrImage[],
  manifests: readonly ImageManifest[],
): Freed {
  const known = new Map(manifests.map((manifest) => [manifest.digest, manifest]));
  const isExact = images.every(({ digest }) => known.has(digest));
  const bytes = isExact ? uniqueIn(digests, manifests, images) : summed(digests, images);
  return { bytes, isExact, dollarsPerMonth: dollarsFor(bytes) };
}

/** What storing so many bytes costs a month. */
export const dollarsFor = (bytes: number): number => (bytes / 2 ** 30) * dollarsPerGbMonth;

export const nothingFreed: Freed = { bytes: 0, isExact: true, dollarsPerMonth: 0 };

/** What all images take, less what is left of it. */
function uniqueIn(
  digests: ReadonlySet<string>,
  manifests: readonly ImageManifest[],
  images: readonly EcrImage[],
): number {
  const here = new Set(images.map(({ digest }) => digest));
  const all = manifests.filter(({ digest }) => here.has(digest));
  return uniqueBytes(all) - uniqueBytes(all.filter(({ digest }) => !digests.has(digest)));
}

function summed(digests: ReadonlySet<string>, images: readonly EcrImage[]): number {
  let bytes = 0;
  for (const image of images) {
    if (digests.has(image.digest) && isIndex(image) !== true) bytes += image.sizeBytes;
  }
  return bytes;
}
