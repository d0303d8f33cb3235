import { formatDuration } from '../config/duration.ts';
import { globMatches } from '../config/match.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { pushClock } from './clocks.ts';
import type { CleanupFacts } from './facts.ts';
import type { Bond, Family } from './family.ts';
import type { InUse } from './in-use.ts';
import type { PlanRule } from './plan.ts';
import { type Because, nameOf } from './reasons.ts';

/** What stays whatever the policy says, and why. What belongs to it stays by not being released. */
export type Forced = ReadonlyMap<EcrImage, Because>;

export function keptByForce(
  { images, now }: Pick<CleanupFacts, 'images' | 'now'>,
  protect: PlanRule['protect'],
  family: Family,
  evidence: InUse['evidence'],
): Forced {
  const forced = new Map<EcrImage, Because>();
  for (const [image, lines] of evidence) {
    forced.set(image, { why: 'in-use', because: `in use: ${told(lines)}` });
  }
  keepOwners([...evidence.keys()], family, forced, () => true);
  keepSealed(images, family, forced);
  const isProtected = protection(protect, Date.parse(now));
  const guarded: EcrImage[] = [];
  for (const image of images) {
    const reason = isProtected(image);
    if (reason === null || forced.has(image)) continue;
    forced.set(image, reason);
    guarded.push(image);
  }
  // With a subject, ECR takes its referrers along; an index leaves its children behind.
  keepOwners(guarded, family, forced, ({ as }) => as !== 'child');
  return forced;
}

const toldAtMost = 5;

const told = (lines: readonly string[]): string =>
  lines.length > toldAtMost
    ? [...lines.slice(0, toldAtMost), `and ${lines.length - toldAtMost} more`].join('; ')
    : lines.join('; ');

/** Whoever owns an image that has to stay has to stay, and so has its owner. */
function keepOwners(
  images: readonly EcrImage[],
  family: Family,
  forced: Map<EcrImage, Because>,
  counts: (bond: Bond) => boolean,
): void {
  const waiting = [...images];
  for (let image = waiting.pop(); image !== undefined; image = waiting.pop()) {
    for (const { to: owner } of family.ownersOf(image).filter(counts)) {
      if (forced.has(owner)) continue;
      const reason = forced.get(image);
      const because = `owns ${nameOf(image)}, which stays: ${reason?.because}`;
      forced.set(owner, { why: reason?.why ?? 'belongs', because });
      waiting.push(owner);
    }
  }
}

/**
 * An index that nobody could read may list any image without a known owner. While it stays, so do the untagged ones;
 * and if it is in use itself, all of them are, as far as anybody can tell.
 */
function keepSealed(
  images: readonly EcrImage[],
  family: Family,
  forced: Map<EcrImage, Because>,
): void {
  const [first] = family.sealed;
  if (first === undefined) return;
  const inUse = family.sealed.find((index) => forced.has(index));
  for (const index of family.sealed) {
    const because = 'an index whose manifest is unknown: what belongs to it cannot be told';
    if (!forced.has(index)) forced.set(index, { why: 'unsure', because });
  }
  const index = inUse ?? first;
  const because = `may belong to the index ${nameOf(index)}, whose manifest is unknown`;
  const reason: Because = { why: 'unsure', because: inUse ? `${because} and in use` : because };
  for (const image of images) {
    if (forced.has(image) || family.ownersOf(image).length > 0) continue;
    if (inUse || image.tags.length === 0) forced.set(image, reason);
  }
}

function protection(
  { minAgeMs, tags: globs }: PlanRule['protect'],
  nowMs: number,
): (image: EcrImage) => Because | null {
  return (image) => {
    for (const tag of globs.length > 0 ? image.tags : []) {
      const glob = globs.find((each) => globMatches(each, tag));
      if (glob !== undefined) {
        return { why: 'protected', because: `protected: its tag ${tag} matches ${glob}` };
      }
    }
    if (minAgeMs === 0 || nowMs - pushClock(image) >= minAgeMs) return null;
    return {
      why: 'protected',
      because: `protected: pushed less than ${formatDuration(minAgeMs)} ago`,
    };
  };
}
