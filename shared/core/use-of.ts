import { parseImage } from './image.ts';
import { gapsFor } from './use.ts';
import type { UsesSeen } from './uses.ts';

/** Who uses images of one repository, by digest and by tag; and what may hide a use of them. */
export type UsesOf = {
  readonly digests: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly gaps: readonly string[];
};

/** Picks the uses of a repository out of all; a reference that nobody can read may mean any of its images. */
export function usesOfRepository(
  { uses, gaps }: UsesSeen,
  repository: { readonly account: string; readonly region: string; readonly name: string },
): UsesOf {
  const digests = new Map<string, string>();
  const tags = new Map<string, string>();
  const hidden = gapsFor(repository.name, gaps).map(({ why }) => why);
  for (const { image, by } of uses) {
    const reference = parseImage(image);
    if (!reference) hidden.push(`${by} has an image that cannot be read: ${image}`);
    const ecr = reference?.ecr;
    const isHere =
      ecr?.name === repository.name &&
      ecr.account === repository.account &&
      ecr.region === repository.region;
    if (!isHere) continue;
    if (reference?.digest !== undefined) digests.set(reference.digest, by);
    if (reference?.tag !== undefined) tags.set(reference.tag, by);
  }
  return { digests, tags, gaps: hidden };
}
