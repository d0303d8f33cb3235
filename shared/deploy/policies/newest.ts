import { type Fate, nonePicked, type Pick, picked } from '../fate.ts';
import type { Reading } from '../read-tags.ts';
import { compareSpecificity, isSameImage, type RunningImage, type Tag } from '../tag.ts';
import type { Order, Placed } from './order.ts';

type Standing<Place> = { readonly of: Tag; readonly place: Place };

/**
 * The newest tag that may follow the one that runs: newer than it, and than any other tag of the image that runs. What
 * has no place in the policy's order, `latest` for one, is followed by nothing: nobody knows which way is down.
 */
export function pickNewest<Place>(
  { tag, ...image }: RunningImage,
  candidates: readonly Tag[],
  read: (tag: string) => Reading,
  order: Order<Place>,
): Pick {
  if (tag === undefined) return incomparable('it is named by its digest alone', candidates);
  const running = placeOf(tag, read, order);
  if ('why' in running) return incomparable(running.why, candidates);
  const { standing, placeless } = placeAll(candidates, read, order);
  const { winner, others } = judge(
    { of: { ...image, tag }, place: running.place },
    standing,
    order,
  );
  const fates = [...others, ...placeless];
  return winner
    ? picked({ of: winner, because: `is the newest that may follow ${tag}` }, fates)
    : nonePicked(`nothing newer may follow ${tag}`, fates);
}

const incomparable = (why: string, candidates: readonly Tag[]): Pick =>
  nonePicked(
    `what runs has no place among the tags: ${why}`,
    candidates.map((of) => ({ of, because: 'cannot be compared with what runs' })),
  );

function judge<Place>(
  current: Standing<Place>,
  standing: readonly Standing<Place>[],
  order: Order<Place>,
): { readonly winner: Tag | undefined; readonly others: readonly Fate[] } {
  const floor = highest(current, standing, order);
  const judged = [...standing]
    .sort((one, other) => compare(other, one, order))
    .map((one) => ({ of: one.of, objection: objectionTo(one, current, floor, order) }));
  const winner = judged.find(({ objection }) => objection === null)?.of;
  const others = judged.flatMap(({ of, objection }): readonly Fate[] =>
    of === winner
      ? []
      : [
          {
            of,
            because: objection ?? `is newer than ${current.of.tag}, not as new as ${winner?.tag}`,
          },
        ],
  );
  return { winner, others };
}

function placeOf<Place>(
  tag: string,
  read: (tag: string) => Reading,
  order: Order<Place>,
): Placed<Place> {
  const reading = read(tag);
  return 'text' in reading ? order.placeOf(reading.text) : reading;
}

function placeAll<Place>(
  tags: readonly Tag[],
  read: (tag: string) => Reading,
  order: Order<Place>,
): { readonly standing: readonly Standing<Place>[]; readonly placeless: readonly Fate[] } {
  const standing: Standing<Place>[] = [];
  const placeless: Fate[] = [];
  for (const of of tags) {
    const placed = placeOf(of.tag, read, order);
    if ('place' in placed) standing.push({ of, place: placed.place });
    else placeless.push({ of, because: placed.why });
  }
  return { standing, placeless };
}

/** An image that runs as 1.2.3 may be tagged 2.0.0, too: then it is as new as that. */
function highest<Place>(
  current: Standing<Place>,
  standing: readonly Standing<Place>[],
  order: Order<Place>,
): Standing<Place> {
  return standing
    .filter(({ of }) => isSameImage(of, current.of))
    .reduce((high, one) => (order.compare(one.place, high.place) > 0 ? one : high), current);
}

const compare = <Place>(
  one: Standing<Place>,
  other: Standing<Place>,
  order: Order<Place>,
): number => order.compare(one.place, other.place) || compareSpecificity(one.of, other.of);

function objectionTo<Place>(
  one: Standing<Place>,
  current: Standing<Place>,
  floor: Standing<Place>,
  order: Order<Place>,
): string | null {
  if (isSameImage(one.of, current.of)) return 'is the image that runs';
  if (one.of.tag === current.of.tag) {
    return 'is the tag that runs; one that is pushed anew is followed by digest and force only';
  }
  const step = order.compare(one.place, floor.place);
  if (step > 0) return order.objection(one.place, current.place);
  const told = floor === current ? current.of.tag : `${floor.of.tag}, the image that runs`;
  return step === 0 ? `is the same version as ${told}` : `is older than ${told}`;
}
