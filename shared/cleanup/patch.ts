import type { LifecyclePolicy, LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import type { PolicyPatch } from '../core/lifecycle.ts';
import { inOrder } from './evaluate.ts';

/** ECR takes so many rules, in so many characters. Source: Amazon ECR User Guide, "Service quotas". */
const maxRules = 50;
const maxCharacters = 30_720;

/** What an image in use without a tag to know it by is tagged with. */
const inUseTag = 'deckhand-in-use-';

/** More than any repository has. Source as above: 100,000 images per repository. */
const everything = 100_000;

/**
 * The policy with rules in front that claim the images given and mark none: what a rule claims, no rule below can
 * touch. A rule for each tag, as far as there is room, and one for all images that have to be tagged first. `null`
 * where ECR would not take that many.
 */
export function patchedPolicy(
  policy: LifecyclePolicy,
  inUse: readonly Pick<EcrImage, 'digest' | 'tags'>[],
): PolicyPatch | null {
  const rules = inOrder(policy);
  const room = maxRules - rules.length;
  const tagged = inUse.filter(({ tags }) => tags.length > 0);
  const needsTag = inUse.length > tagged.length;
  const byTag = tagged.slice(0, needsTag || tagged.length > room ? Math.max(0, room - 1) : room);
  const rest = inUse.filter((image) => !byTag.includes(image));
  const patterns = [
    ...(rest.length > 0 ? [`${inUseTag}*`] : []),
    ...new Set(byTag.flatMap(({ tags: [tag] }) => tag ?? [])),
  ];
  if (patterns.length > room) return null;
  const patched = { rules: [...patterns.map(claimOf), ...pushedBack(rules, patterns.length)] };
  if (JSON.stringify(patched).length > maxCharacters) return null;
  return {
    policy: patched,
    tag: rest.map(({ digest }) => ({ digest, tag: `${inUseTag}${digest.slice(7, 19)}` })),
  };
}

const claimOf = (pattern: string, index: number): LifecycleRule => ({
  rulePriority: index + 1,
  description: 'in use',
  selection: {
    tagStatus: 'tagged',
    tagPatternList: [pattern],
    countType: 'imageCountMoreThan',
    countNumber: everything,
  },
  action: { type: 'expire' },
});

/** The rules in their order, behind the new ones; those that are there already keep their priority. */
function pushedBack(rules: readonly LifecycleRule[], taken: number): readonly LifecycleRule[] {
  let last = taken;
  return rules.map((rule) => {
    last = Math.max(last + 1, rule.rulePriority);
    return { ...rule, rulePriority: last };
  });
}
