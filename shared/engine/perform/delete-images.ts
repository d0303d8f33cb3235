import type { DeleteImages, KeepLedger, Stayed, ToDelete } from '../../core/cleanup.ts';
import type { EcrImage } from '../../core/ecr-image.ts';
import { ask, type Known, known } from '../../core/known.ts';
import { inShort, removalInWords } from '../../core/ledger-in-short.ts';
import { type UsesOf, usesOfRepository } from '../../core/use-of.ts';
import type { Setting } from '../setting.ts';
import { type Circumstances, type Done, killed, refused } from './done.ts';
import { archiveAll, belongsTo, removeInWaves } from './remove-images.ts';

/**
 * Looks once more at every use there is, then at exactly these images, and deletes what is still as it was planned.
 * A tagged image goes by its tags together with its digest: a tag that moved meanwhile fails, and a tag that came
 * meanwhile keeps the image. Asked twice it finds the images gone, and is done.
 */
export async function deleteImages(
  action: DeleteImages,
  _: Circumstances,
  { world }: Setting,
): Promise<Done> {
  const stopped = await world.memory.killSwitch();
  if (stopped) return refused(killed(stopped));
  const { name } = action.repository;
  const seen = await world.uses.again({ previousRevisions: action.previousRevisions });
  const used = usesOfRepository(seen, action.repository);
  const [gap] = used.gaps;
  if (gap !== undefined) return refused(`not looked at again: ${gap}`);
  const owners = await ownersElsewhere(action, world);
  if (!owners.known) return refused(`not looked at again: ${owners.why}`);
  // Last, as it takes no time: an untagged image goes by its digest alone, whatever tag it gets after this.
  const digests = action.images.map(({ digest }) => digest);
  const now = await world.repositories.imagesOf(name, digests);
  if (!now.known) return refused(`not looked at again: ${now.why}`);
  const { cleared, kept } = clear(action.images, now.value, used, owners.value);
  const archiving = cleared.filter(({ action: what }) => what === 'transition');
  const expiring = cleared.filter(({ action: what }) => what === 'expire');
  const stayed = [
    ...kept,
    ...(await archiveAll(archiving, name, world.repositories.archive)),
    ...(await removeInWaves(expiring, name, world.repositories.remove)),
  ];
  return outcomeOf(action.images.length - now.value.length, archiving, expiring, stayed);
}

/** The owners in earlier groups that are still there: they were refused, or ECR did not delete them. */
async function ownersElsewhere(
  { repository, images }: DeleteImages,
  { repositories }: Setting['world'],
): Promise<Known<readonly string[]>> {
  const here = new Set(images.map(({ digest }) => digest));
  // What belongs together goes the same way, by the same rule.
  const named = new Map(
    images.flatMap(({ owners = [], action }) =>
      owners.map(({ digest }) => [digest, action] as const),
    ),
  );
  const elsewhere = [...named.keys()].filter((owner) => !here.has(owner));
  if (elsewhere.length === 0) return known([]);
  const found = await repositories.imagesOf(repository.name, elsewhere);
  const isArchived = ({ digest, storageClass }: EcrImage): boolean =>
    named.get(digest) === 'transition' && storageClass === 'archive';
  return ask(found, (still) =>
    still.filter((owner) => !isArchived(owner)).map(({ digest }) => digest),
  );
}

/** What may go as it is now. What belongs to an image that is refused is refused with it. */
function clear(
  planned: readonly ToDelete[],
  now: readonly EcrImage[],
  used: UsesOf,
  ownersThatStay: readonly string[],
) {
  const images = new Map(now.map((image) => [image.digest, image]));
  const stays = new Set(ownersThatStay);
  const cleared: ToDelete[] = [];
  const kept: Stayed[] = [];
  for (const image of planned) {
    const current = images.get(image.digest);
    if (!current) continue;
    const why = whyNot(image, current, used, stays);
    if (why === undefined) cleared.push(image);
    else {
      stays.add(image.digest);
      kept.push({ digest: image.digest, why });
    }
  }
  return { cleared, kept };
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
  const owner = planned.owners?.find((one) => stays.has(one.digest));
  return owner && belongsTo(owner.digest);
}

function outcomeOf(
  already: number,
  archiving: readonly ToDelete[],
  expiring: readonly ToDelete[],
  stayed: readonly Stayed[],
): Done {
  const stays = new Set(stayed.map(({ digest }) => digest));
  const went = (images: readonly ToDelete[]): number =>
    images.filter(({ digest }) => !stays.has(digest)).length;
  const removed = { deleted: went(expiring), archived: went(archiving), already };
  const what = removalInWords(removed, stayed).join('; ');
  return stayed.length === 0
    ? { status: 'done', what, removed }
    : { status: 'refused', what, removed, stayed };
}

/** In short, with what became of the actions before it: all of it stands in the record. */
export async function keepLedger(
  { ledger }: KeepLedger,
  { outcomes }: Circumstances,
  { world }: Setting,
): Promise<Done> {
  await world.ledgers.keep(inShort(ledger, outcomes));
  return { status: 'done', what: `kept the ledger of ${ledger.repository}` };
}
