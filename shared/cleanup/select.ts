import type { LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { type Fits, fitsPattern, fitsPrefix } from './tag-patterns.ts';

export type Selects = (image: EcrImage) => boolean;

/**
 * Which images a rule is about: those of its storage class whose tags fit. With `tagged`, every pattern has to match
 * some tag, and `tagPatternsAnyOf` any tag; an image on its way back from the archive is nobody's.
 */
export function selector({ selection, deckhand = {} }: LifecycleRule): Selects {
  const storageClass = selection.storageClass ?? 'standard';
  const fits = tagsFit(selection, deckhand);
  return (image) =>
    image.storageClass === storageClass && image.status !== 'ACTIVATING' && fits(image.tags);
}

function tagsFit(
  { tagStatus, tagPatternList = [], tagPrefixList = [] }: LifecycleRule['selection'],
  { tagPatternsAnyOf, excludeTagPatterns = [] }: NonNullable<LifecycleRule['deckhand']>,
): (tags: readonly string[]) => boolean {
  if (tagStatus === 'untagged') return (tags) => tags.length === 0;
  const all = [...tagPatternList.map(fitsPattern), ...tagPrefixList.map(fitsPrefix)];
  const anyOf = tagPatternsAnyOf?.map(fitsPattern);
  const excluded = excludeTagPatterns.map(fitsPattern);
  return (tags) =>
    (tagStatus === 'any' || tags.length > 0) &&
    all.every((fits) => tags.some(fits)) &&
    (anyOf === undefined || someFit(tags, anyOf)) &&
    !someFit(tags, excluded);
}

const someFit = (tags: readonly string[], patterns: readonly Fits[]): boolean =>
  patterns.some((fits) => tags.some(fits));
