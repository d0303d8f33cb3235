import { type EcrImage, type ImageManifest, isIndex } from '../core/ecr-image.ts';

/**
 * What belongs to what within a repository. An index owns the images it lists; a subject owns its referrers
 * (signatures, SBOMs, attestations), and the artifacts that cosign ties to it by a tag made of its digest.
 */
export type Family = {
  /** The owners of an image; empty for one that stands for itself. */
  readonly ownersOf: (image: EcrImage) => readonly Bond[];
  /** What an image owns. */
  readonly belongingsOf: (image: EcrImage) => readonly Bond[];
  /** Indexes whose manifest nobody knows: what they own cannot be told. */
  readonly sealed: readonly EcrImage[];
};

/**
 * `child`: listed by an index, and ECR deletes it no sooner. `referrer`: names its subject, and ECR takes it along
 * within a day. `tie`: bound by nothing but a tag.
 * Source: Amazon ECR User Guide, "Lifecycle policies", on manifest lists and reference artifacts.
 */
export type Bond = { readonly to: EcrImage; readonly as: 'child' | 'referrer' | 'tie' };

export function familyOf(images: readonly EcrImage[], manifests: readonly ImageManifest[]): Family {
  const named = namedIn(images, manifests);
  const byDigest = new Map<string, EcrImage>();
  for (const image of images) if (named.has(image.digest)) byDigest.set(image.digest, image);
  const owners = new Map<EcrImage, Bond[]>();
  const belongings = new Map<EcrImage, Bond[]>();
  const bind = (owner: EcrImage | undefined, owned: EcrImage | undefined, as: Bond['as']) => {
    if (!owner || !owned || owner === owned) return;
    append(owners, owned, { to: owner, as });
    append(belongings, owner, { to: owned, as });
  };
  for (const { digest, children } of manifests) {
    const index = byDigest.get(digest);
    for (const child of index ? new Set(children) : []) bind(index, byDigest.get(child), 'child');
  }
  for (const image of images) {
    for (const { digest, as } of subjectsOf(image)) bind(byDigest.get(digest), image, as);
  }
  const read = new Set(manifests.map(({ digest }) => digest));
  return {
    ownersOf: (image) => owners.get(image) ?? none,
    belongingsOf: (image) => belongings.get(image) ?? none,
    sealed: images.filter((image) => mayBeIndex(image) && !read.has(image.digest)),
  };
}

/** The digests that something names: looking up only those takes a fraction of the memory of all. */
function namedIn(
  images: readonly EcrImage[],
  manifests: readonly ImageManifest[],
): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { digest, children } of manifests) {
    if (children.length > 0) named.add(digest);
    for (const child of children) named.add(child);
  }
  for (const image of images) {
    for (const { digest } of subjectsOf(image)) {
      named.add(digest);
      named.add(image.digest);
    }
  }
  return named;
}

const none: readonly Bond[] = [];

/** A type that ECR names and we do not know may list images, too. */
const mayBeIndex = (image: EcrImage): boolean =>
  isIndex(image) === true || (isIndex(image) === 'unknown' && image.mediaType !== undefined);

function append(bonds: Map<EcrImage, Bond[]>, image: EcrImage, bond: Bond): void {
  const those = bonds.get(image);
  if (those) those.push(bond);
  else bonds.set(image, [bond]);
}

type Subject = { readonly digest: string; readonly as: Bond['as'] };

const noSubjects: readonly Subject[] = [];

/** What an image is about: by its `subject`, and by tags as cosign makes them. */
export function subjectsOf({ subject, tags }: EcrImage): readonly Subject[] {
  if (subject === undefined && !tags.some((tag) => tag.startsWith('sha256-'))) return noSubjects;
  const byTags = tags.flatMap((tag): Subject[] => {
    const digest = digestInTag(tag);
    return digest === null ? [] : [{ digest, as: 'tie' }];
  });
  return subject === undefined ? byTags : [{ digest: subject, as: 'referrer' }, ...byTags];
}

/**
 * `sha256-<hex>.sig`, `.att`, `.sbom`, and the bare `sha256-<hex>` of the referrers tag schema.
 * Source: cosign's specification of signatures; OCI distribution specification, "Referrers Tag Schema".
 */
function digestInTag(tag: string): string | null {
  if (!tag.startsWith('sha256-')) return null;
  const [, hex] = /^sha256-([0-9a-f]{64})(?:\.[a-z0-9]+)?$/.exec(tag) ?? [];
  return hex === undefined ? null : `sha256:${hex}`;
}

/** Whether people gave an image a tag: one that ties it to a subject is none. */
export const hasOwnTag = ({ tags }: EcrImage): boolean =>
  tags.some((tag) => digestInTag(tag) === null);
