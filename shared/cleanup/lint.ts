import type { LifecyclePolicy, LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { evaluate, inOrder } from './evaluate.ts';
import { selector } from './select.ts';
import { fitsPattern } from './tag-patterns.ts';

/** Something in a policy that is allowed, and hardly meant. */
export type Finding = {
  readonly finding: 'and-trap' | 'protects-nothing' | 'catches-in-use' | 'dead-rule';
  /** The `rulePriority` of the rule. */
  readonly rule: number;
  /** What is the matter, and what to do. */
  readonly message: string;
};

export type Inventory = {
  readonly now: string;
  readonly images: readonly EcrImage[];
  /** Digests. */
  readonly inUse: ReadonlySet<string>;
};

/**
 * Reads a policy against the images of its repository and those of them in use, by digest. Without images only what
 * the text shows by itself is found.
 */
export function lint(
  policy: LifecyclePolicy,
  { now, images, inUse }: Inventory = { now: '', images: [], inUse: new Set() },
): readonly Finding[] {
  const rules = inOrder(policy);
  const rulings = inUse.size === 0 ? [] : evaluate(images, policy, now);
  const caughtBy = (rule: LifecycleRule) =>
    images.filter(({ digest }, index) => {
      const ruling = rulings[index];
      return inUse.has(digest) && ruling?.isMarked && ruling.rule === rule;
    });
  return rules.flatMap((rule, index) => {
    const trap = andTrap(rule, images);
    return [
      ...trap,
      ...(trap.length > 0 ? [] : protectsNothing(rule, images)),
      ...deadRule(rule, rules.slice(0, index), images),
      ...catchesInUse(rule, caughtBy(rule)),
    ];
  });
}

const found = (
  finding: Finding['finding'],
  { rulePriority }: LifecycleRule,
  message: string,
): readonly Finding[] => [{ finding, rule: rulePriority, message }];

const patternsOf = ({ selection }: LifecycleRule): readonly string[] => [
  ...(selection.tagPatternList ?? []),
  ...(selection.tagPrefixList ?? []).map((prefix) => `${prefix}*`),
];

/** Several patterns in one list want all of them at once; most who write them mean any. */
function andTrap(rule: LifecycleRule, images: readonly EcrImage[]): readonly Finding[] {
  const patterns = patternsOf(rule);
  if (patterns.length < 2) return [];
  const selects = selector(rule);
  if (images.some(selects)) return [];
  const alone = patterns.filter((pattern) => {
    const fits = fitsPattern(pattern);
    return images.some(({ tags }) => tags.some(fits));
  });
  if (images.length > 0 && alone.length === 0) return [];
  const list = patterns.join(', ');
  const message =
    images.length === 0
      ? `wants a tag for each of ${list} on one image; for any of them write a rule for each, or tagPatternsAnyOf`
      : `no image has a tag for each of ${list}, though some have one for ${alone.join(', ')}; write a rule for each, or tagPatternsAnyOf`;
  return found('and-trap', rule, message);
}

/** So many images or days that nothing is ever meant to go. */
const never = { images: 1_000, days: 3_650 } as const;

/** A rule that is there to claim images, and claims none, as after a change of how tags are made. */
function protectsNothing(rule: LifecycleRule, images: readonly EcrImage[]): readonly Finding[] {
  const { tagStatus, countType, countNumber } = rule.selection;
  const limit = countType === 'imageCountMoreThan' ? never.images : never.days;
  const isProtection = tagStatus === 'tagged' && countNumber >= limit;
  if (!isProtection || images.length === 0 || images.some(selector(rule))) return [];
  const list = patternsOf(rule).join(', ');
  const message = `is there to protect ${list}, and no image has such a tag: are tags made otherwise now?`;
  return found('protects-nothing', rule, message);
}

/** A rule all of whose images a rule above has claimed, or would. */
function deadRule(
  rule: LifecycleRule,
  above: readonly LifecycleRule[],
  images: readonly EcrImage[],
): readonly Finding[] {
  const shadow = above.find((other) => covers(other, rule));
  if (shadow) {
    const message = `never acts: rule ${shadow.rulePriority} claims every image that it could select`;
    return found('dead-rule', rule, message);
  }
  const selected = images.filter(selector(rule));
  if (selected.length === 0) return [];
  const claims = above.map(selector);
  if (!selected.every((image) => claims.some((selects) => selects(image)))) return [];
  const message = `never acts: rules above it claim each of the ${selected.length} images that it selects`;
  return found('dead-rule', rule, message);
}

/** Whether every image that the lower rule could select is one of the upper rule's. */
function covers(upper: LifecycleRule, lower: LifecycleRule): boolean {
  const { selection: above, deckhand: ours } = upper;
  if (ours?.excludeTagPatterns || ours?.tagPatternsAnyOf) return false;
  if ((above.storageClass ?? 'standard') !== (lower.selection.storageClass ?? 'standard'))
    return false;
  if (above.tagStatus === 'any') return true;
  if (above.tagStatus !== lower.selection.tagStatus) return false;
  // A pattern covers another if it matches its text, where a star can only be matched by a star.
  return patternsOf(upper).every((wide) => patternsOf(lower).some(fitsPattern(wide)));
}

/** What would go although it is used: above all images whose tag moved on, and whose digest a service still pins. */
function catchesInUse(rule: LifecycleRule, caught: readonly EcrImage[]): readonly Finding[] {
  if (caught.length === 0) return [];
  const untagged = caught.filter(({ tags }) => tags.length === 0).length;
  const pinned = untagged > 0 ? `, ${untagged} of them without a tag and used by digest` : '';
  const images = caught.length === 1 ? '1 image' : `${caught.length} images`;
  const message = `is about to ${rule.action.type} ${images} in use${pinned}: ECR does not know of use`;
  return found('catches-in-use', rule, message);
}
