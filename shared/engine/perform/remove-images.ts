import type { Stayed, ToDelete } from '../../core/cleanup.ts';
import type { ImageName, RemovalFailure, Repositories } from '../../core/repositories.ts';

/** BatchDeleteImage takes so many names. */
const maxNames = 100;

/** It is gone already: that is what was wanted. */
const gone = 'ImageNotFound';
const hasParent = 'ImageReferencedByManifestList';

/** Source: ECR API reference, ImageFailure. */
const words: { readonly [code: string]: string } = {
  ImageTagDoesNotMatchDigest: 'the tag has moved meanwhile',
  [hasParent]: 'an index that stays lists it',
  KmsError: 'its encryption key cannot be used',
  ImageInaccessible: 'it cannot be reached now',
  UpstreamAccessDenied: 'the upstream registry refuses its credentials',
  UpstreamTooManyRequests: 'the upstream registry has had too many requests',
  UpstreamUnavailable: 'the upstream registry does not answer',
};

export const belongsTo = (owner: string): string =>
  `it belongs to ${owner.slice(0, 19)}, which stays`;

/**
 * What belongs to an image of the same group goes in a call after it, and only if that is gone: in one call ECR may
 * fail with the image (KmsError) and take its signature. Of the children of an index ECR sees to that itself.
 */
export async function removeInWaves(
  images: readonly ToDelete[],
  repository: string,
  remove: Repositories['remove'],
): Promise<readonly Stayed[]> {
  const stayed: Stayed[] = [];
  for (let waiting = images; waiting.length > 0; ) {
    const wave = firstOf(waiting);
    const stays = new Set(stayed.map(({ digest }) => digest));
    const going: ToDelete[] = [];
    for (const image of wave) {
      const owner = image.owners?.find(({ digest }) => stays.has(digest));
      if (owner) stayed.push({ digest: image.digest, why: belongsTo(owner.digest) });
      else going.push(image);
    }
    stayed.push(...(await removeAll(going, repository, remove)));
    waiting = waiting.filter((image) => !wave.includes(image));
  }
  return stayed;
}

/** Those that wait for none of the others; all of them where they wait for each other. */
function firstOf(waiting: readonly ToDelete[]): readonly ToDelete[] {
  const here = new Set(waiting.map(({ digest }) => digest));
  const first = waiting.filter(
    ({ owners = [] }) => !owners.some(({ digest, as }) => as !== 'child' && here.has(digest)),
  );
  return first.length > 0 ? first : waiting;
}

/** In the order given, 100 names a call. What an index still listed is asked for once more, when that is gone. */
async function removeAll(
  images: readonly ToDelete[],
  repository: string,
  remove: Repositories['remove'],
): Promise<readonly Stayed[]> {
  const failures = await removeNames(images.flatMap(namesOf), repository, remove);
  const waiting = failures.filter(({ code }) => code === hasParent);
  const again = await removeNames(waiting.map(nameIn), repository, remove);
  return [...failures.filter(({ code }) => code !== hasParent), ...again].flatMap(stayedFor);
}

/** One image a call, as ECR takes no more. */
export async function archiveAll(
  images: readonly ToDelete[],
  repository: string,
  archive: Repositories['archive'],
): Promise<readonly Stayed[]> {
  const stayed: Stayed[] = [];
  for (const { digest } of images) {
    stayed.push(...(await archive(repository, digest)).flatMap(stayedFor));
  }
  return stayed;
}

async function removeNames(
  names: readonly ImageName[],
  repository: string,
  remove: Repositories['remove'],
): Promise<readonly RemovalFailure[]> {
  const failures: RemovalFailure[] = [];
  for (let at = 0; at < names.length; at += maxNames) {
    failures.push(...(await remove(repository, names.slice(at, at + maxNames))));
  }
  return failures;
}

/** A tag together with its digest is only deleted where the two still belong together. */
const namesOf = ({ digest, tags }: ToDelete): readonly ImageName[] =>
  tags.length === 0 ? [{ digest }] : tags.map((tag) => ({ digest, tag }));

const nameIn = ({ digest, tag }: RemovalFailure): ImageName =>
  tag === undefined ? { digest } : { digest, tag };

function stayedFor({ digest, tag, code, reason }: RemovalFailure): readonly Stayed[] {
  if (code === gone) return [];
  const named = tag === undefined ? '' : `tag ${tag}: `;
  return [{ digest, why: `${named}${words[code] ?? reason} (${code})` }];
}
