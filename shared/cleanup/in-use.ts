import type { EcrImage } from '../core/ecr-image.ts';
import { type ImageReference, parseImage } from '../core/image.ts';
import { evidenceOf, type Gap } from '../core/use.ts';
import type { CleanupFacts, Repository } from './facts.ts';

/** Which images somebody uses by name, with the evidence; and the uses that may be of any image. */
export type InUse = {
  readonly evidence: ReadonlyMap<EcrImage, readonly string[]>;
  readonly gaps: readonly Gap[];
};

/**
 * Resolves uses to images. A digest protects the image that has it, on whatever host and in whatever repository it is
 * named; a tag protects the image it points to now. Where both are given, both are protected. A reference that cannot
 * be read may mean any image, and is a gap.
 */
export function inUse(
  { images, uses, repository, now }: Pick<CleanupFacts, 'images' | 'uses' | 'repository' | 'now'>,
  usedWithinMs: number,
): InUse {
  const since = Date.parse(now) - usedWithinMs;
  const wanted = new Map<string, Set<string>>();
  const gaps: Gap[] = [];
  for (const use of uses) {
    if (use.seenAt !== undefined && Date.parse(use.seenAt) < since) continue;
    const reference = parseUse(use.image);
    if (reference === null) {
      gaps.push({ source: use.source, why: `${use.by}: cannot read the image \`${use.image}\`` });
    } else {
      for (const name of namesIn(reference, repository)) append(wanted, name, evidenceOf(use));
    }
  }
  return { evidence: evidenceFor(images, wanted), gaps };
}

/** The digest and the tag of this repository that a reference names: a digest has a colon, a tag cannot. */
function namesIn(reference: ImageReference, repository: Repository): readonly string[] {
  const { digest, tag } = reference;
  return [
    ...(digest === undefined ? [] : [digest]),
    ...(tag === undefined || !mayMean(reference, repository) ? [] : [tag]),
  ];
}

function append(wanted: Map<string, Set<string>>, name: string, line: string): void {
  const lines = wanted.get(name);
  if (lines) lines.add(line);
  else wanted.set(name, new Set([line]));
}

function evidenceFor(
  images: readonly EcrImage[],
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): InUse['evidence'] {
  const evidence = new Map<EcrImage, readonly string[]>();
  if (wanted.size === 0) return evidence;
  for (const image of images) {
    if (!wanted.has(image.digest) && !image.tags.some((tag) => wanted.has(tag))) continue;
    const lines = [image.digest, ...image.tags].flatMap((name) => [...(wanted.get(name) ?? [])]);
    evidence.set(image, [...new Set(lines)]);
  }
  return evidence;
}

/** A digest without a repository is one of any repository's. */
const bareDigest = /^@?(sha256:[0-9a-f]{64})$/i;

function parseUse(image: string): ImageReference | null {
  const [, digest] = bareDigest.exec(image.trim()) ?? [];
  if (digest === undefined) return parseImage(image);
  return { registry: '', repository: '', digest: digest.toLowerCase() };
}

/** Whether a reference may mean a repository. A name without a host, as people type it, may; another registry's does not. */
function mayMean({ ecr, registry, repository }: ImageReference, ours: Repository): boolean {
  const same = (one: string | undefined, other: string) => one === undefined || one === other;
  if (ecr === undefined) return registry === 'docker.io' && same(ours.name, repository);
  return (
    same(ours.account, ecr.account) && same(ours.region, ecr.region) && same(ours.name, ecr.name)
  );
}
