/** What a policy makes of tags: which place each has, and which may follow which. */
export type Order<Place> = {
  /** Where a tag stands among the others, or why it has no place among them. */
  readonly placeOf: (text: string) => Placed<Place>;
  /** Negative where `one` is older than `other`, 0 where neither is. */
  readonly compare: (one: Place, other: Place) => number;
  /** Why a newer tag may not follow the one that runs, or `null` where it may. */
  readonly objection: (next: Place, current: Place) => string | null;
};

export type Placed<Place> = { readonly place: Place } | { readonly why: string };
