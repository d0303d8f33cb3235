import type { DeleteImages, KeepLedger, ToDelete } from '../../core/cleanup.ts';
import type { EcrImage } from '../../core/ecr-image.ts';
import { ask, type Known, known } from '../../core/known.ts';
import type { ImageName, RemovalFailure } from '../../core/repositories.ts';
import { type UsesOf, usesOfRepository } from '../../core/use-of.ts';
import type { Setting } from '../setting.ts';
import { type Circumstances, type Done, killed } from './done.ts';

/** BatchDeleteImage takes so many names. */
const maxNames = 100;

/** Codes that mean: it is gone already, or it is not what was planned any more. */
const gone = 'ImageNotFound';
const moved = 'ImageTagDoesNotMatchDigest';
const hasParent = 'ImageReferencedByManifestList';

/**
 * Looks once more at exactly these images, and at every use there is, and deletes what is still as it was planned.
 * A tagged image goes by its tags together with its digest: a tag that moved meanwhile fails, and a tag that came
 * meanwhile keeps the image. Asked twice it finds the images gone, and is done.
 */
export async function deleteImages(
  action: DeleteImages,
  _: Circumstances,
  { world }: Setting,
): Promise<Done> {
  const stopped = await world.memory.killSwitch();
  if (stopped) return { status: 'refused', what: killed(stopped) };
  const { name } = action.repository;
  const digests = action.images.map(({ digest }) => digest);
  const now = await world.repositories.imagesOf(name, digests);
  if (!now.known) return { status: 'refused', what: `not looked at again: ${now.why}` };
  const subjects = await subjectsElsewhere(action, world);
  if (!subjects.known) return { status: 'refused', what: `not looked at again: ${subjects.why}` };
  const seen = await world.uses.again({ previousRevisions: action.previousRevisions });
  const used = usesOfRepository(seen, action.repository);
  const [gap] = used.gaps;
  if (gap !== undefined) return { status: 'refused', what: `not looked at again: ${gap}` };
  const { cleared, refusals } = clear(action.images, now.value, used, subjects.value);
  const archived = cleared.filter((image) => image.action === 'transition');
  for (const { digest } of archived) await world.repositories.archive(name, digest);
  const expiring = cleared.filter((image) => image.action === 'expire');
  const failures = await removeInWaves(expiring, name, world.repositories.remove);
  return outcomeOf(
    { planned: action.images.length, present: now.value.length, archived: archived.length },
    expiring,
    [...refusals, ...failures],
  );
}

/** The subjects in earlier groups that are still there: they were refused, or ECR did not delete them. */
async function subjectsElsewhere(
  { repository, images }: DeleteImages,
  { repositories }: Setting['world'],
): Promise<Known<readonly string[]>> {
  const here = new Set(images.map(({ digest }) => digest));
  const named = new Set(images.flatMap(({ subject }) => subject ?? []));
  const elsewhere = [...named].filter((subject) => !here.has(subject));
  if (elsewhere.length === 0) return known([]);
  const still = await repositories.imagesOf(repository.name, elsewhere);
  return ask(still, (found) => found.map(({ digest }) => digest));
}

type Refusal = { readonly digest: string; readonly why: string };

/** What may go as it is now. What belongs to an image that is refused is refused with it. */
function clear(
  planned: readonly ToDelete[],
  now: readonly EcrImage[],
  used: UsesOf,
  subjectsThatStay: readonly string[],
) {
  const images = new Map(now.map((image) => [image.digest, image]));
  const refusals = new Map<string, string>();
  const stays = new Set(subjectsThatStay);
  for (const image of planned) {
    const current = images.get(image.digest);
    const why = current && whyNot(image, current, used, stays);
    if (why) stays.add(image.digest);
    if (why) refusals.set(image.digest, why);
  }
  return {
    cleared: planned.filter(({ digest }) => images.has(digest) && !refusals.has(digest)),
    refusals: [...refusals].map(([digest, why]): Refusal => ({ digest, why })),
  };
}

function whyNot(
  planned: ToDelete,
  { digest, tags }: EcrImage,
  used: UsesOf,
  stays: ReadonlySet<string>,
): string | undefined {
  const tag = tags.find((one) => used.tags.has(one));
  const by = used.digests.get(digest) ?? (tag === undefined ? undefined : used.tags.get(tag));
  if (by !== undefined) return `in use meanwhile by ${by}`;
  const isAsPlanned = tags.length === planned.tags.length;
  if (!isAsPlanned || !planned.tags.every((one) => tags.includes(one))) {
    return 'its tags have changed meanwhile';
  }
  const { subject } = planned;
  if (subject !== undefined && stays.has(subject)) return belongsTo(subject);
  return undefined;
}

const belongsTo = (subject: string): string => `it belongs to ${subject}, which stays`;

const namesOf = ({ digest, tags }: ToDelete): readonly ImageName[] =>
  tags.length === 0 ? [{ digest }] : tags.map((tag) => ({ digest, tag }));

type Remove = Setting['world']['repositories']['remove'];

/**
 * What belongs to an image of the same group goes in a call after it, and only if that is gone: in one call ECR may
 * fail with the image (KmsError) and take its signature.
 */
async function removeInWaves(
  images: readonly ToDelete[],
  repository: string,
  remove: Remove,
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (let waiting = images; waiting.length > 0; ) {
    const wave = firstOf(waiting);
    const stays = new Set(refusals.map(({ digest }) => digest));
    const left = wave.filter(({ subject }) => subject !== undefined && stays.has(subject));
    refusals.push(
      ...left.map(({ digest, subject = '' }) => ({ digest, why: belongsTo(subject) })),
      ...(await removeAll(
        wave.filter((image) => !left.includes(image)),
        repository,
        remove,
      )),
    );
    waiting = waiting.filter((image) => !wave.includes(image));
  }
  return refusals;
}

/** Those that wait for none of the others; all of them where they wait for each other. */
function firstOf(waiting: readonly ToDelete[]): readonly ToDelete[] {
  const here = new Set(waiting.map(({ digest }) => digest));
  const first = waiting.filter(({ subject }) => subject === undefined || !here.has(subject));
  return first.length > 0 ? first : waiting;
}

/** In the order given, 100 names a call. What had a parent in the same call is asked for once more. */
async function removeAll(
  images: readonly ToDelete[],
  repository: string,
  remove: Remove,
): Promise<readonly Refusal[]> {
  const names = images.flatMap(namesOf);
  const failures: RemovalFailure[] = [];
  for (let at = 0; at < names.length; at += maxNames) {
    failures.push(...(await remove(repository, names.slice(at, at + maxNames))));
  }
  const waiting = failures.filter(({ code }) => code === hasParent);
  const again = waiting.map(({ digest, tag }) =>
    tag === undefined ? { digest } : { digest, tag },
  );
  for (let at = 0; at < again.length; at += maxNames) {
    const still = await remove(repository, again.slice(at, at + maxNames));
    failures.push(...still);
  }
  return failures
    .filter((failure) => failure.code !== gone && !waiting.includes(failure))
    .map(({ digest, tag, code, reason }) => {
      const named = tag === undefined ? '' : `tag ${tag}: `;
      const why = code === moved ? 'the tag has moved meanwhile' : `${code}, ${reason}`;
      return { digest, why: `${named}${why}` };
    });
}

function outcomeOf(
  counted: { readonly planned: number; readonly present: number; readonly archived: number },
  expiring: readonly ToDelete[],
  refusals: readonly Refusal[],
): Done {
  const { planned, present, archived } = counted;
  const kept = new Set(refusals.map(({ digest }) => digest));
  const deleted = expiring.filter(({ digest }) => !kept.has(digest)).length;
  const already = planned - present;
  const what = [
    `deleted ${deleted} of ${planned} images`,
    ...(archived > 0 ? [`moved ${archived} into the archive`] : []),
    ...(already > 0 ? [`${already} were gone already`] : []),
    ...refusals.map(({ digest, why }) => `${digest.slice(0, 19)} stays: ${why}`),
  ].join('; ');
  return { status: refusals.length > 0 ? 'refused' : 'done', what, howMany: deleted + archived };
}

/** With what became of the actions before it. */
export async function keepLedger(
  { ledger }: KeepLedger,
  { outcomes }: Circumstances,
  { world }: Setting,
): Promise<Done> {
  await world.ledgers.keep({ ...ledger, outcomes });
  return { status: 'done', what: `kept the ledger of ${ledger.repository}` };
}
