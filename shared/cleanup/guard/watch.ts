import type { LifecyclePolicy } from '../../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../core/ecr-image.ts';
import type { Endangered, MarkedImage, Watch } from '../../core/lifecycle.ts';
import { type Gap, gapsFor, type Use } from '../../core/use.ts';
import { type Family, familyOf } from '../family.ts';
import { holdFor } from '../hold.ts';
import { inUse } from '../in-use.ts';
import { lint } from '../lint.ts';
import { patchedPolicy } from '../patch.ts';
import { nameOf } from '../reasons.ts';
import type { LookedAt, ReadFacts } from './facts.ts';
import { forecast, type Going } from './forecast.ts';
import { nativePolicy } from './native-policy.ts';

/** So many images are told of one by one; more are counted. */
const maxEndangered = 50;

/**
 * What is worth telling of one repository's policy: images in use that it is about to act on; or that it acts, and
 * who uses what could not be seen. `null` where all is well.
 */
export function watchOf(looked: LookedAt, facts: ReadFacts, usedWithinMs: number): Watch | null {
  const { name, preview } = looked;
  const policy = nativePolicy(preview.text);
  const images = looked.images?.known ? looked.images.value : preview.marked.map(imageOf);
  const family = familyOf(images, looked.manifests.known ? looked.manifests.value : []);
  const { needs, gaps: unread } = needsOf(images, family, looked, facts, usedWithinMs);
  const going = goingOf(images, family, looked, facts.now, policy);
  const endangered = images
    .flatMap((image): readonly Endangered[] => {
      const need = needs.get(image);
      const gone = going.get(image);
      return need && gone ? [{ digest: image.digest, tags: image.tags, ...gone, ...need }] : [];
    })
    .toSorted((one, other) => rank(one) - rank(other));
  const gap = going.size === 0 ? null : blindSpot(looked, facts, unread, policy !== null);
  if (endangered.length === 0 && gap === null) return null;
  const inUseDigests = new Set([...needs.keys()].map(({ digest }) => digest));
  const inventory = { now: facts.now, images, inUse: inUseDigests };
  return {
    ...{ repository: name, run: facts.run, at: facts.now, gap },
    endangered: endangered.slice(0, maxEndangered),
    howMany: endangered.length,
    findings: policy && looked.images?.known ? lint(policy, inventory).map(told) : [],
    patch: policy && endangered.length > 0 ? patchedPolicy(policy, endangered) : null,
  };
}

const told = ({ rule, message }: { rule: number; message: string }) => ({ rule, message });

/** What somebody needs before what somebody only did; what goes now before what goes later. */
const rank = ({ when, isNeeded }: Endangered): number =>
  (isNeeded ? 0 : 3) + { now: 0, 'by-age': 1, 'by-count': 2 }[when];

/** All that a preview tells of an image: enough to find out who uses it. */
const imageOf = ({ digest, tags, pushedAt }: MarkedImage): EcrImage => ({
  ...{ digest, tags, pushedAt, sizeBytes: 0 },
  ...{ status: 'ACTIVE', storageClass: 'standard' },
});

/** What ECR says that it is going to do now, and what it has not come to yet. */
function goingOf(
  images: readonly EcrImage[],
  family: Family,
  { preview }: LookedAt,
  now: string,
  policy: LifecyclePolicy | null,
): ReadonlyMap<EcrImage, Going> {
  const children = images.filter((image) =>
    family.ownersOf(image).some(({ as }) => as === 'child'),
  );
  const ahead = policy
    ? forecast(images, policy, now, new Set(children))
    : new Map<EcrImage, Going>();
  const marked = new Map(preview.marked.map((image) => [image.digest, image]));
  const going = new Map(ahead);
  for (const image of images) {
    const { rule, action } = marked.get(image.digest) ?? {};
    if (rule !== undefined && action) going.set(image, { rule, action, when: 'now' });
  }
  return going;
}

type Need = Pick<Endangered, 'because' | 'isNeeded'>;

/** Images that somebody uses, indexes that list one of those, and what belongs to one of them. */
function needsOf(
  images: readonly EcrImage[],
  family: Family,
  { name }: LookedAt,
  { uses, account, region, now }: ReadFacts,
  usedWithinMs: number,
) {
  const repository = { account, region, name };
  const used = inUse({ images, uses, repository, now }, usedWithinMs);
  const needed = inUse({ images, uses: uses.filter(isNeed), repository, now }, usedWithinMs);
  const needs = new Map<EcrImage, Need>();
  for (const [image, lines] of used.evidence) {
    const now = needed.evidence.get(image);
    needs.set(image, { because: (now ?? lines).join('; '), isNeeded: now !== undefined });
  }
  for (const [image, need] of [...needs]) {
    const because = need.because;
    // ECR spares what an index lists as long as the index is there, and not a day longer.
    for (const { to, as } of image.tags.length > 0 ? [] : family.ownersOf(image)) {
      const isIndex = as === 'child' && !needs.has(to);
      if (isIndex) needs.set(to, { ...need, because: `it lists ${nameOf(image)}: ${because}` });
    }
    for (const { to, as } of family.belongingsOf(image)) {
      if (as === 'child' || needs.has(to)) continue;
      needs.set(to, { because: `it belongs to ${nameOf(image)}: ${because}`, isNeeded: false });
    }
  }
  return { needs, gaps: used.gaps };
}

/** What runs now, or may be started without asking anybody; an older revision is started by nothing but people. */
const isNeed = ({ source, seenAt }: Use): boolean =>
  seenAt === undefined && source !== 'previous-revision';

/** What keeps us from knowing whether somebody uses what goes, in one line; `null` where nothing does. */
function blindSpot(
  { name, images, manifests, preview }: LookedAt,
  { gaps }: ReadFacts,
  unread: readonly Gap[],
  isUnderstood: boolean,
): string | null {
  const isForeseen = isUnderstood && images?.known === true;
  const lines = [
    holdFor([...unread, ...gapsFor(name, gaps)]),
    images && !images.known ? images.why : null,
    manifests.known ? null : manifests.why,
    preview.more && !isForeseen ? `only the first ${preview.marked.length} images were read` : null,
    isUnderstood ? null : 'the policy says what Deckhand does not know: only what goes now is told',
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join('; ');
}
