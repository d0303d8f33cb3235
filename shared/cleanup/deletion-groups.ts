import type { ToDelete } from '../core/cleanup.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import { subjectsOf } from './family.ts';

/** BatchDeleteImage takes so many, and each group is looked at once more by itself. */
const perGroup = 100;

/**
 * What goes, in groups for one call each. What belongs to an image (its signature) comes right after it and names it:
 * where the image stays after all, in its own group or an earlier one, so does what belongs to it.
 */
export function deletionGroups(
  going: readonly ToDelete[],
  images: readonly EcrImage[],
): readonly (readonly ToDelete[])[] {
  const subjects = subjectsAmong(going, images);
  const families = Map.groupBy(going, ({ digest }) => lineOf(digest, subjects).at(-1));
  const depth = ({ digest }: ToDelete): number => lineOf(digest, subjects).length;
  const ordered = [...families.values()].flatMap((members) =>
    members.toSorted((one, other) => depth(one) - depth(other)),
  );
  const named = ordered.map(({ digest, tags, action }): ToDelete => {
    const subject = subjects.get(digest);
    return { digest, tags, action, ...(subject === undefined ? {} : { subject }) };
  });
  return Array.from({ length: Math.ceil(named.length / perGroup) }, (_, index) =>
    named.slice(index * perGroup, (index + 1) * perGroup),
  );
}

/** The subject of each image that goes, where it goes, too. */
function subjectsAmong(
  going: readonly ToDelete[],
  images: readonly EcrImage[],
): ReadonlyMap<string, string> {
  const goes = new Set(going.map(({ digest }) => digest));
  return new Map(
    images
      .filter(({ digest }) => goes.has(digest))
      .flatMap((image) => {
        const subject = subjectsOf(image).find(({ digest }) => goes.has(digest));
        return subject && subject.digest !== image.digest ? [[image.digest, subject.digest]] : [];
      }),
  );
}

/** An image, its subject, the subject's subject, and so on; those that name each other are followed once. */
function lineOf(digest: string, subjects: ReadonlyMap<string, string>): readonly string[] {
  const line: string[] = [];
  for (let next: string | undefined = digest; next !== undefined; next = subjects.get(next)) {
    if (line.includes(next)) break;
    line.push(next);
  }
  return line;
}
