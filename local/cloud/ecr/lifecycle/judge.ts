import type {
  LifecyclePolicy,
  LifecycleRule,
} from '../../../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../../../shared/core/ecr-image.ts';
import type { Image, Repository } from '../state/registry.ts';
import { statusOf } from '../state/wire.ts';
import { naiveVerdict } from './verdict.ts';

/** An image that a policy acts on, and the rule that does. */
export type Marked = { readonly image: Image; readonly rule: LifecycleRule };

/**
 * What a policy would act on at a time, the oldest first. What a manifest list refers to is neither acted on nor
 * counted, until the list is gone.
 * Source: Amazon ECR User Guide, "Lifecycle policies"; that it is not counted was observed once.
 */
export function markedBy(
  policy: LifecyclePolicy,
  { images }: Repository,
  nowMs: number,
): readonly Marked[] {
  const children = new Set([...images.values()].flatMap((index) => index.children));
  const own = [...images.values()].filter(({ digest }) => !children.has(digest));
  const described = own.map(asDescribed);
  const now = iso(nowMs);
  const rules = new Map(policy.rules.map((rule) => [rule.rulePriority, rule]));
  return own
    .flatMap((image, index) => {
      const one = described[index];
      const rule = one && rules.get(naiveVerdict(one, described, policy, now) ?? 0);
      return rule ? [{ image, rule }] : [];
    })
    .toSorted(({ image: one }, { image: other }) => one.pushedAt - other.pushedAt);
}

const iso = (ms: number): string => new Date(ms).toISOString();

function asDescribed(image: Image): EcrImage {
  const { digest, tags, sizeInBytes, pushedAt, pulledAt, archivedAt, activatedAt } = image;
  return {
    ...{ digest, tags: [...tags], sizeBytes: sizeInBytes, pushedAt: iso(pushedAt) },
    status: statusOf(image),
    storageClass: archivedAt === undefined ? 'standard' : 'archive',
    ...(pulledAt === undefined ? {} : { lastPulledAt: iso(pulledAt) }),
    ...(archivedAt === undefined ? {} : { archivedAt: iso(archivedAt) }),
    ...(activatedAt === undefined ? {} : { activatedAt: iso(activatedAt) }),
  };
}
