/**
 * What an ECR lifecycle policy does to a repository's images. All rules look at the same images. A rule *identifies*
 * the images that its tags and storage class fit, and *marks* those too old or too many of them. An image belongs to
 * the rule of the lowest `rulePriority` that identifies it, marked or not, and is acted on if that rule marked it;
 * yet it counts among the images of every rule that identifies it.
 * Source: Amazon ECR User Guide, "Lifecycle policies"; the worked cases of its "Examples" are our tests.
 */
import type { LifecyclePolicy, LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { clockOf, dayMs, pushClock } from './clocks.ts';
import { selector } from './select.ts';

/** The rule that an image belongs to, and whether it is acted on. */
export type Ruling = { readonly rule: LifecycleRule; readonly isMarked: boolean };

/**
 * The ruling for each image, in the order of the images; `null` where no rule identifies it. Images that are
 * `leftOut` are neither marked nor counted: ECR leaves out what a manifest list refers to (observed once, not
 * documented). Takes images times rules, and a sort for each rule that counts.
 */
export function evaluate(
  images: readonly EcrImage[],
  policy: LifecyclePolicy,
  now: string,
  leftOut: ReadonlySet<EcrImage> = new Set(),
): readonly (Ruling | null)[] {
  const rulings = new Array<Ruling | null>(images.length).fill(null);
  for (const rule of inOrder(policy)) {
    const selects = selector(rule);
    const isIdentified = images.map((image) => selects(image) && !leftOut.has(image));
    const identified = images.filter((_, index) => isIdentified[index]);
    const isMarked = marker(rule, identified, Date.parse(now));
    const marked: Ruling = { rule, isMarked: true };
    const spared: Ruling = { rule, isMarked: false };
    for (const [index, image] of images.entries()) {
      if (!isIdentified[index] || rulings[index] !== null) continue;
      rulings[index] = isMarked(image) ? marked : spared;
    }
  }
  return rulings;
}

export const inOrder = ({ rules }: LifecyclePolicy): readonly LifecycleRule[] =>
  rules.toSorted((one, other) => one.rulePriority - other.rulePriority);

/** Which of the identified images a rule marks. */
function marker(
  { selection, deckhand }: LifecycleRule,
  identified: readonly EcrImage[],
  nowMs: number,
): (image: EcrImage) => boolean {
  const { countType, countNumber } = selection;
  if (countType === 'imageCountMoreThan') return olderThanNewest(identified, countNumber);
  const clock = clockOf[countType];
  const isOld = (image: EcrImage) => nowMs - clock(image) > countNumber * dayMs;
  if (deckhand?.keepAtLeast === undefined) return isOld;
  const isBeyond = olderThanNewest(identified, deckhand.keepAtLeast);
  return (image) => isOld(image) && isBeyond(image);
}

/** Whether an image is older than the newest `count`. One as old as the last of these stays: ECR does not say who goes. */
function olderThanNewest(images: readonly EcrImage[], count: number): (image: EcrImage) => boolean {
  if (images.length <= count) return () => false;
  const clocks = Float64Array.from(images, pushClock).sort();
  const oldestKept = clocks[clocks.length - count] ?? Number.NEGATIVE_INFINITY;
  return (image) => pushClock(image) < oldestKept;
}
