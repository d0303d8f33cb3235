import type { Counts, Ledger, LedgerInShort, Removed, Stayed } from './cleanup.ts';
import { counted } from './counted.ts';
import type { Outcome } from './decision.ts';
import { deletionGroups } from './deletion-groups.ts';

/** What a ledger came to. `outcomes` are those of its deletions, the actions before it, group by group. */
export function inShort(ledger: Ledger, outcomes: readonly Outcome[]): LedgerInShort {
  const { run, repository, mode, hold, keptBy, going, frees } = ledger;
  const stayed = stayedOf(going, outcomes);
  const digests = new Set(stayed.map(({ digest }) => digest));
  const left = going.filter(({ digest }) => digests.has(digest));
  const expiring = left.filter(({ action }) => action === 'expire');
  return {
    ...{ run, repository, mode, hold, keptBy, frees },
    planned: countsOf(going),
    stayed: countsOf(left),
    stayedBytes: expiring.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    outcomes: outcomes.length === 0 ? [] : removalInWords(removedBy(outcomes), stayed),
  };
}

const countsOf = (images: Ledger['going']): Counts => {
  const transition = images.filter(({ action }) => action === 'transition').length;
  return { expire: images.length - transition, transition };
};

/** A deletion that was not begun names no images: all of its group are still there. */
function stayedOf(going: Ledger['going'], outcomes: readonly Outcome[]): readonly Stayed[] {
  const groups = deletionGroups(going);
  return outcomes.flatMap(({ action, status, what, stayed }) => {
    if (stayed) return stayed;
    const left = status === 'done' ? [] : (groups[action] ?? []);
    return left.map(({ digest }) => ({ digest, why: what }));
  });
}

function removedBy(outcomes: readonly Outcome[]): Removed {
  const sumOf = (what: keyof Removed): number =>
    outcomes.reduce((sum, { removed }) => sum + (removed?.[what] ?? 0), 0);
  return { deleted: sumOf('deleted'), archived: sumOf('archived'), already: sumOf('already') };
}

/** So many reasons to stay are told in words; each image that stayed is named in its outcome. */
const toldAtMost = 3;

/** `deleted 97 images`, `1 image was gone already`, `2 images stay: in use meanwhile by …`. */
export function removalInWords(
  { deleted, archived, already }: Removed,
  stayed: readonly Stayed[],
): readonly string[] {
  const told = [...Map.groupBy(stayed, ({ why }) => why)].slice(0, toldAtMost);
  const named = new Set(told.flatMap(([, images]) => images.map(({ digest }) => digest)));
  const others = stayed.filter(({ digest }) => !named.has(digest));
  const more = new Set(others.map(({ digest }) => digest)).size;
  return [
    ...(archived > 0 && deleted === 0 ? [] : [`deleted ${counted(deleted, 'image')}`]),
    ...(archived > 0 ? [`moved ${counted(archived, 'image')} into the archive`] : []),
    ...(already > 0
      ? [`${counted(already, 'image')} ${already === 1 ? 'was' : 'were'} gone already`]
      : []),
    ...told.map(([why, images]) => `${namesOf(images)}: ${why}`),
    ...(more > 0 ? [`and ${more} more ${more === 1 ? 'stays' : 'stay'}`] : []),
  ];
}

const namesOf = ([first, ...others]: readonly Stayed[]): string =>
  others.length === 0
    ? `${first?.digest.slice(0, 19)} stays`
    : `${counted(others.length + 1, 'image')} stay`;
