import type { Policy, TagRules } from '../config/types/deploy.ts';
import { type Fate, nonePicked, type Pick } from './fate.ts';
import { alphabeticalOrder } from './policies/alphabetical.ts';
import { pickMoved } from './policies/digest.ts';
import { pickForced } from './policies/force.ts';
import { levelOrder } from './policies/levels.ts';
import { globOrder, naturalOrder } from './policies/natural.ts';
import { pickNewest } from './policies/newest.ts';
import { numericalOrder } from './policies/numerical.ts';
import { semverOrder } from './policies/semver.ts';
import { readerOf } from './read-tags.ts';
import type { RunningImage, Tag } from './tag.ts';
import { filterOf } from './tag-filter.ts';

export type PickRules = TagRules & { readonly policy: Policy };

/**
 * Which tag follows the one that runs, by the policy. Never an older one, never the same image again; the order in which
 * tags come changes nothing, and what was picked is followed by nothing among the same tags.
 */
export function pickTag(current: RunningImage, tags: readonly Tag[], rules: PickRules): Pick {
  const filter = filterOf(rules, current.tag);
  const leftOut: Fate[] = [];
  const candidates: Tag[] = [];
  for (const tag of tags) {
    const because = filter(tag.tag);
    if (because === null) candidates.push(tag);
    else leftOut.push({ of: tag, because });
  }
  const { pick, reasons } = pickAmong(current, candidates, rules);
  const others = leftOut.map(({ of, because }) => ({ rule: of.tag, holds: false, because }));
  return { pick, reasons: [...reasons, ...others] };
}

function pickAmong(current: RunningImage, candidates: readonly Tag[], rules: PickRules): Pick {
  const { policy } = rules;
  const read = readerOf(policy, rules);
  switch (policy.name) {
    case 'never':
      return nonePicked(
        'the policy is never',
        candidates.map((of): Fate => ({ of, because: 'nothing is rolled out' })),
      );
    case 'force':
      return pickForced(current, candidates);
    case 'digest':
      return pickMoved(current, candidates);
    case 'semver':
      return pickNewest(current, candidates, read, semverOrder(policy.range));
    case 'glob':
      return pickNewest(current, candidates, read, globOrder(policy.glob));
    case 'regexp':
      return pickNewest(current, candidates, read, naturalOrder());
    case 'numerical':
      return pickNewest(current, candidates, read, numericalOrder());
    case 'alphabetical':
      return pickNewest(current, candidates, read, alphabeticalOrder());
    default:
      return pickNewest(current, candidates, read, levelOrder(policy.name, rules.matchPreRelease));
  }
}
