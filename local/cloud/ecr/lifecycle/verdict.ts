import type {
  LifecyclePolicy,
  LifecycleRule,
} from '../../../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../../../shared/core/ecr-image.ts';

/*
 * ECR's lifecycle policies a second time, written from its documentation rule by rule, as slowly and as plainly as can
 * be, and without a line of the product: an image is asked about one at a time, and everything is counted anew. The
 * local ECR runs by it, and the product's evaluator is compared with it.
 */

/** The rule that acts on an image, or `null`. */
export function naiveVerdict(
  image: EcrImage,
  images: readonly EcrImage[],
  policy: LifecyclePolicy,
  now: string,
): number | null {
  const claiming = policy.rules.filter((rule) => identifies(rule, image));
  if (claiming.length === 0) return null;
  const highest = Math.min(...claiming.map((rule) => rule.rulePriority));
  const rule = claiming.find((each) => each.rulePriority === highest);
  return rule && marks(rule, image, images, now) ? highest : null;
}

function identifies(rule: LifecycleRule, image: EcrImage): boolean {
  if ((rule.selection.storageClass ?? 'standard') !== image.storageClass) return false;
  if (image.status === 'ACTIVATING') return false;
  const excluded = rule.deckhand?.excludeTagPatterns ?? [];
  for (const pattern of excluded)
    for (const tag of image.tags) if (matches(pattern, tag)) return false;
  if (rule.selection.tagStatus === 'untagged') return image.tags.length === 0;
  if (rule.selection.tagStatus === 'any') return true;
  if (image.tags.length === 0) return false;
  const prefixes = (rule.selection.tagPrefixList ?? []).map((prefix) => `${prefix}*`);
  for (const pattern of [...(rule.selection.tagPatternList ?? []), ...prefixes]) {
    if (image.tags.filter((tag) => matches(pattern, tag)).length === 0) return false;
  }
  const anyOf = rule.deckhand?.tagPatternsAnyOf;
  return (
    anyOf === undefined || anyOf.some((pattern) => image.tags.some((tag) => matches(pattern, tag)))
  );
}

/** By trying every length that the wildcard may have. */
function matches(pattern: string, tag: string): boolean {
  if (pattern === '') return tag === '';
  if (pattern[0] !== '*') return pattern[0] === tag[0] && matches(pattern.slice(1), tag.slice(1));
  for (let length = 0; length <= tag.length; length++) {
    if (matches(pattern.slice(1), tag.slice(length))) return true;
  }
  return false;
}

function marks(
  rule: LifecycleRule,
  image: EcrImage,
  images: readonly EcrImage[],
  now: string,
): boolean {
  const { countType, countNumber } = rule.selection;
  const newer = images.filter((other) => identifies(rule, other) && pushed(other) > pushed(image));
  const same = images.filter((other) => identifies(rule, other) && pushed(other) === pushed(image));
  // Of images as old as each other all stay, unless all of them would go.
  const isBeyond = (limit: number) => newer.length >= limit && newer.length + same.length > limit;
  if (countType === 'imageCountMoreThan') return isBeyond(countNumber);
  const days = (new Date(now).getTime() - since(countType, image)) / (24 * 60 * 60 * 1000);
  if (days <= countNumber) return false;
  return rule.deckhand?.keepAtLeast === undefined || isBeyond(rule.deckhand.keepAtLeast);
}

function pushed(image: EcrImage): number {
  if (image.activatedAt !== undefined) return new Date(image.activatedAt).getTime();
  return new Date(image.pushedAt).getTime();
}

function since(countType: LifecycleRule['selection']['countType'], image: EcrImage): number {
  if (countType === 'sinceImagePushed') return pushed(image);
  if (countType === 'sinceImageTransitioned') {
    return image.archivedAt ? new Date(image.archivedAt).getTime() : Number.POSITIVE_INFINITY;
  }
  if (image.lastPulledAt === undefined) return pushed(image);
  const pulled = new Date(image.lastPulledAt).getTime();
  return image.activatedAt !== undefined && pulled < pushed(image) ? pushed(image) : pulled;
}
