/**
 * What goes from a repository, and why everything else stays. In order:
 * an image in use stays, with what it belongs to and what belongs to it, whatever any rule says;
 * an image that is young, or has a protected tag, stays;
 * of the rest goes what the lifecycle policy marks, the oldest first, as far as the caps let it;
 * what belongs to an image (the children of an index, referrers, signatures by tag) goes with it, after it;
 * and where something could not be seen that may need an image, nothing goes at all.
 */
import type { CleanupRule } from '../config/types/cleanup.ts';
import type { LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { Owner } from '../core/cleanup.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { gapsFor } from '../core/use.ts';
import { evaluate, type Ruling } from './evaluate.ts';
import type { CleanupFacts } from './facts.ts';
import { type Family, familyOf } from './family.ts';
import { holdFor } from './hold.ts';
import { inUse } from './in-use.ts';
import { type Forced, keptByForce } from './kept.ts';
import { type Because, spared } from './reasons.ts';
import { type Candidate, release } from './release.ts';

/** Every image of the repository stands in exactly one of `delete` and `keep`. */
export type CleanupPlan = {
  /** In the order to do it: what others belong to comes first. */
  readonly delete: readonly PlannedDelete[];
  readonly keep: readonly Kept[];
  /** Why nothing may be deleted now; `null` where nothing stands against it. */
  readonly hold: string | null;
  /** What would go but for `hold`. All of it stands in `keep`. */
  readonly held: readonly PlannedDelete[];
};

export type PlannedDelete = {
  readonly digest: string;
  readonly tags: readonly string[];
  /** The `rulePriority` of the rule that marked it, or what it belongs to. */
  readonly rule: number;
  readonly action: 'expire' | 'transition';
  /** What it belongs to, all of which goes before it; absent where it stands for itself. */
  readonly owners?: readonly Owner[];
};

export type Kept = {
  readonly digest: string;
  readonly tags: readonly string[];
  /** One word of `docs/cleanup.md`. */
  readonly why: Because['why'];
  /** The rule or the evidence, for people. */
  readonly because: string;
};

/** What of a rule of `deckhand.yml` a plan is made by. */
export type PlanRule = Pick<CleanupRule, 'lifecyclePolicy' | 'caps'> & {
  readonly protect: Pick<CleanupRule['protect'], 'minAgeMs' | 'usedWithinMs' | 'tags'>;
};

export function planCleanup(facts: CleanupFacts, rule: PlanRule): CleanupPlan {
  const { images, manifests, repository, gaps, now } = facts;
  const family = familyOf(images, manifests);
  const used = inUse(facts, rule.protect.usedWithinMs);
  const forced = keptByForce(facts, rule.protect, family, used.evidence);
  const owned = new Set(images.filter((image) => family.ownersOf(image).length > 0));
  const rulings = evaluate(images, rule.lifecyclePolicy, now, owned);
  const { going, capped } = release(
    candidates(images, rulings, forced),
    images.length,
    rule.caps,
    family,
    forced,
  );
  const hold = holdFor([...gapsFor(repository.name, gaps), ...used.gaps]);
  const reasonFor = (image: EcrImage, index: number): Because =>
    forced.get(image) ??
    (going.has(image)
      ? { why: 'held', because: `held: ${hold}` }
      : spared(image, rulings[index] ?? null, capped.get(image), family, going));
  const keep: Kept[] = [];
  for (const [index, image] of images.entries()) {
    if (hold === null && going.has(image)) continue;
    const { why, because } = reasonFor(image, index);
    keep.push({ digest: image.digest, tags: image.tags, why, because });
  }
  const planned = [...going].map(([image, { rule }]) => planOf(image, rule, family));
  return hold === null
    ? { delete: planned, keep, hold, held: [] }
    : { delete: [], keep, hold, held: planned };
}

function candidates(
  images: readonly EcrImage[],
  rulings: readonly (Ruling | null)[],
  forced: Forced,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [index, image] of images.entries()) {
    const ruling = rulings[index];
    if (ruling?.isMarked && !forced.has(image)) found.push({ image, ruling });
  }
  return found;
}

function planOf(image: EcrImage, rule: LifecycleRule, family: Family): PlannedDelete {
  const { digest, tags } = image;
  const owners = family.ownersOf(image).map(({ to, as }) => ({ digest: to.digest, as }));
  return {
    digest,
    tags,
    rule: rule.rulePriority,
    action: rule.action.type,
    ...(owners.length > 0 ? { owners } : {}),
  };
}
