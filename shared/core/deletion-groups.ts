import type { ToDelete } from './cleanup.ts';

/** BatchDeleteImage takes so many, and each group is looked at once more by itself. */
const perGroup = 100;

/**
 * What goes, in groups for one call each. The order is the plan's, in which everything comes after what it belongs to;
 * and each names its owners: where one of them stays after all, in its own group or an earlier one, so does what
 * belongs to it.
 */
export const deletionGroups = (going: readonly ToDelete[]): readonly (readonly ToDelete[])[] =>
  Array.from({ length: Math.ceil(going.length / perGroup) }, (_, index) =>
    going
      .slice(index * perGroup, (index + 1) * perGroup)
      .map(({ digest, tags, action, owners }) => ({
        ...{ digest, tags, action },
        ...(owners === undefined ? {} : { owners }),
      })),
  );
