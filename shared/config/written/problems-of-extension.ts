import type { LifecycleRule } from '../types/lifecycle-policy.ts';
import type { PolicyProblem } from './problems-of-policy.ts';

/** What cannot stand in a rule's `deckhand` block, or not with the rest of the rule. */
export function problemsOfExtension(rule: LifecycleRule): readonly PolicyProblem[] {
  const { deckhand, selection, action } = rule;
  if (!deckhand) return [];
  const { tagStatus, countType } = selection;
  const byPull = countType === 'sinceImagePulled' && action.type === 'expire';
  const wrong: readonly (readonly [key: string, isWrong: boolean, why: string])[] = [
    ['', Object.keys(deckhand).length === 0, 'is empty: leave it out'],
    [
      'tagPatternsAnyOf',
      deckhand.tagPatternsAnyOf !== undefined && tagStatus !== 'tagged',
      `needs tagStatus tagged, found ${tagStatus}`,
    ],
    [
      'excludeTagPatterns',
      deckhand.excludeTagPatterns !== undefined && tagStatus === 'untagged',
      'has no meaning for untagged images',
    ],
    [
      'keepAtLeast',
      deckhand.keepAtLeast !== undefined && countType === 'imageCountMoreThan',
      'goes with an age: imageCountMoreThan says how many stay by its countNumber',
    ],
    [
      'expireByPull',
      deckhand.expireByPull !== undefined && !byPull,
      'goes with sinceImagePulled and expire, which this rule does not have',
    ],
  ];
  return wrong
    .filter(([, isWrong]) => isWrong)
    .map(([key, , message]) => ({ path: key ? ['deckhand', key] : ['deckhand'], message }));
}
