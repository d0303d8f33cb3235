import { createHash } from 'node:crypto';
import type { CleanupFacts } from '../../shared/cleanup/facts.ts';
import type { PlanRule } from '../../shared/cleanup/plan.ts';
import type { LifecyclePolicy } from '../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage, ImageManifest } from '../../shared/core/ecr-image.ts';

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

/** An index of these images, and the manifest that says so. */
export function anIndex(
  name: string,
  children: readonly EcrImage[],
  fields: Parameters<typeof anImage>[1] = {},
): { readonly index: EcrImage; readonly manifest: ImageManifest } {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const index = anImage(name, { mediaType, ...fields });
  const manifest = {
    digest: index.digest,
    children: children.map(({ digest }) => digest),
    layers: [],
  };
  return { index, manifest };
}

/** Everything untagged or tagged older than so many days goes. */
export const olderThan = (days: number): LifecyclePolicy => ({
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: 'any',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: days,
      },
      action: { type: 'expire' },
    },
  ],
});

/** A rule with that policy that protects nothing and caps nothing, unless told to. */
export function aPlanRule({
  policy = olderThan(30),
  protect = {},
  caps = {},
}: {
  readonly policy?: LifecyclePolicy;
  readonly protect?: Partial<PlanRule['protect']>;
  readonly caps?: Partial<PlanRule['caps']>;
} = {}): PlanRule {
  return {
    lifecyclePolicy: policy,
    protect: { minAgeMs: 0, usedWithinMs: 30 * 86_400_000, tags: [], ...protect },
    caps: { maxImages: 100_000, maxPercent: 100, keepAtLeast: 0, ...caps },
  };
}

export const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

/** What is known of `shop/vote`, where nothing uses its images and nothing could not be seen. */
export const cleanupFacts = (facts: Partial<CleanupFacts>): CleanupFacts => ({
  now: cleanupNow,
  repository: { account: '123456789012', region: 'eu-west-1', name: 'shop/vote' },
  images: [],
  manifests: [],
  uses: [],
  gaps: [],
  ...facts,
});
