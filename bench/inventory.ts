import type { CleanupFacts } from '../shared/cleanup/facts.ts';
import type { PlanRule } from '../shared/cleanup/plan.ts';
import type { LifecycleRule } from '../shared/config/types/lifecycle-policy.ts';
import type { EcrImage, ImageManifest } from '../shared/core/ecr-image.ts';
import type { Use } from '../shared/core/use.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

/**
 * A repository of so many images, as builds leave them: of ten, six plain ones with two tags, two without, an index
 * and its child; a hundred uses by tag and by digest; and a policy of five rules that count, age, protect and archive.
 */
export function cleanupOf(count: number): {
  readonly facts: CleanupFacts;
  readonly rule: PlanRule;
} {
  const images = Array.from({ length: count }, (_, n) => asReceived(imageAt(n)));
  const manifests = images.flatMap((image, n): ImageManifest[] =>
    isIndexAt(n) ? [{ digest: image.digest, children: [digestAt(n + 1)], layers: [] }] : [],
  );
  const facts = {
    now: new Date(now).toISOString(),
    repository: { account: '123456789012', region: 'eu-west-1', name: 'shop/vote' },
    images,
    manifests,
    uses: Array.from({ length: 100 }, (_, n) => useAt(Math.floor((n * count) / 100))),
    gaps: [],
  };
  const caps = { maxImages: count, maxPercent: 100, keepAtLeast: 0 };
  const protect = { minAgeMs: 86_400_000, usedWithinMs: 30 * 86_400_000, tags: ['keep-*'] };
  return { facts, rule: { lifecyclePolicy: { rules }, protect, caps } };
}

/** With texts as the wire brings them: those put together from parts are slower to compare. */
const asReceived = (image: EcrImage): EcrImage => JSON.parse(JSON.stringify(image));

const isIndexAt = (n: number): boolean => n % 10 === 8;

const digestAt = (n: number): string => `sha256:${n.toString(16).padStart(64, '0')}`;

function imageAt(n: number): EcrImage {
  const kind = isIndexAt(n) ? 'index' : 'manifest';
  return {
    digest: digestAt(n),
    tags: n % 10 < 6 || isIndexAt(n) ? [`main-${n}`, `build-${n % 7}-${n}`] : [],
    sizeBytes: 50_000_000 + n,
    pushedAt: new Date(now - (n % 900) * 86_400_000 - n).toISOString(),
    status: 'ACTIVE',
    storageClass: 'standard',
    mediaType: `application/vnd.oci.image.${kind}.v1+json`,
    lastPulledAt: new Date(now - (n % 300) * 86_400_000).toISOString(),
  };
}

const useAt = (n: number): Use => ({
  image: `${host}/shop/vote${n % 2 === 0 ? `@${digestAt(n)}` : `:main-${n}`}`,
  source: 'service',
  by: `service shop/vote-${n}`,
});

const expire = { type: 'expire' } as const;
const olderThan = (days: number) =>
  ({ countType: 'sinceImagePushed', countUnit: 'days', countNumber: days }) as const;

const rules: readonly LifecycleRule[] = [
  {
    rulePriority: 1,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: ['build-3-*'],
      countType: 'imageCountMoreThan',
      countNumber: 100_000,
    },
    action: expire,
  },
  {
    rulePriority: 2,
    selection: { tagStatus: 'tagged', tagPatternList: ['*-1-*7'], ...olderThan(30) },
    action: expire,
  },
  {
    rulePriority: 3,
    selection: { tagStatus: 'tagged', tagPatternList: ['main-*', 'build-*'], ...olderThan(365) },
    action: expire,
  },
  { rulePriority: 4, selection: { tagStatus: 'untagged', ...olderThan(14) }, action: expire },
  {
    rulePriority: 5,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 25 },
    action: expire,
  },
];
