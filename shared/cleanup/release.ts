import type { Caps } from '../config/types/cleanup.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { clockOf } from './clocks.ts';
import type { Ruling } from './evaluate.ts';
import { type Family, hasOwnTag } from './family.ts';
import type { Forced } from './kept.ts';

export type Candidate = { readonly image: EcrImage; readonly ruling: Ruling };

/** What goes, in order, each by the rule that marked it or what it belongs to; and what the caps keep back. */
export type Released = {
  readonly going: ReadonlyMap<EcrImage, Ruling>;
  readonly capped: ReadonlyMap<EcrImage, string>;
};

/**
 * Lets candidates go, the oldest first, each with what belongs to it or not at all, until the caps are reached. None
 * that is newer goes in place of one that no longer fits.
 */
export function release(
  candidates: readonly Candidate[],
  imageCount: number,
  caps: Caps,
  family: Family,
  forced: Forced,
): Released {
  const { room, cap } = roomFor(imageCount, caps);
  const going = new Map<EcrImage, Ruling>();
  const capped = new Map<EcrImage, string>();
  const why = `kept by the caps: ${cap} lets ${room} of ${imageCount} images go in one run, the oldest first`;
  let isFull = false;
  for (const { image, ruling } of oldestFirst(candidates)) {
    const before = going.size;
    if (!isFull) letGo(image, ruling, going, family, forced);
    isFull ||= going.size > room;
    if (!isFull) continue;
    for (const taken of [...going.keys()].slice(before)) going.delete(taken);
    capped.set(image, why);
  }
  return { going, capped };
}

function roomFor(
  imageCount: number,
  { maxImages, maxPercent, keepAtLeast }: Caps,
): { readonly room: number; readonly cap: string } {
  const limits = [
    { cap: `maxImages ${maxImages}`, room: maxImages },
    { cap: `maxPercent ${maxPercent}`, room: Math.floor((imageCount * maxPercent) / 100) },
    { cap: `keepAtLeast ${keepAtLeast}`, room: Math.max(0, imageCount - keepAtLeast) },
  ];
  return limits.reduce((least, limit) => (limit.room < least.room ? limit : least));
}

/** By the clock of the rule that marked them; by digest where that is the same, so that a plan is always the same. */
function oldestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, clock: ageClock(candidate) }))
    .sort((one, other) => one.clock - other.clock || byDigest(one.candidate, other.candidate))
    .map(({ candidate }) => candidate);
}

const byDigest = ({ image: one }: Candidate, { image: other }: Candidate): number =>
  one.digest < other.digest ? -1 : 1;

/** ECR expires by push or by transition, never by pull. */
function ageClock({ image, ruling }: Candidate): number {
  const { countType } = ruling.rule.selection;
  return clockOf[countType === 'sinceImagePulled' ? 'sinceImagePushed' : countType](image);
}

/** An image, then what belongs to it and to nothing that stays. */
function letGo(
  image: EcrImage,
  ruling: Ruling,
  going: Map<EcrImage, Ruling>,
  family: Family,
  forced: Forced,
): void {
  const waiting = [image];
  for (const next of waiting) {
    going.set(next, ruling);
    for (const { to } of family.belongingsOf(next)) {
      if (!going.has(to) && follows(to, going, family, forced)) waiting.push(to);
    }
  }
}

function follows(
  image: EcrImage,
  going: ReadonlyMap<EcrImage, Ruling>,
  family: Family,
  forced: Forced,
): boolean {
  const owners = family.ownersOf(image);
  if (forced.has(image) || !owners.every(({ to }) => going.has(to))) return false;
  return !hasOwnTag(image) || owners.some(({ as }) => as === 'referrer');
}
