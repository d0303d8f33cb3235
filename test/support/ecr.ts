import { createHash } from 'node:crypto';
import type { EcrImage } from '../../shared/core/ecr-image.ts';

export const cleanupNow = '2026-03-01T12:00:00Z';

/** The moment so many days before `cleanupNow`. */
export const daysAgo = (days: number): string =>
  new Date(Date.parse(cleanupNow) - days * 86_400_000).toISOString();

/** A digest made of a name, so that a test can say `digestOf('vote 1')`. */
export const digestOf = (name: string): string =>
  `sha256:${createHash('sha256').update(name).digest('hex')}`;

/** A plain image of this name; its digest is `digestOf(name)`, its age in days. */
export function anImage(
  name: string,
  { age = 0, ...fields }: Partial<EcrImage> & { readonly age?: number } = {},
): EcrImage {
  return {
    digest: digestOf(name),
    tags: [],
    sizeBytes: 1_000_000,
    pushedAt: daysAgo(age),
    status: 'ACTIVE',
    storageClass: 'standard',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...fields,
  };
}
