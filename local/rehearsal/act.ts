import type { Town } from '../town/town.ts';

/** One thing that goes wrong in town, and what Deckhand promises about it. */
export type Act = {
  /** Its name on the command line. */
  readonly name: string;
  readonly title: string;
  /** Lets it happen; answers what has to be true then, each promise with whether it was kept. */
  readonly play: (town: Town) => Promise<readonly Kept[]>;
};

export type Kept = { readonly promise: string; readonly kept: boolean };

export const promise = (words: string, kept: boolean): Kept => ({ promise: words, kept });
