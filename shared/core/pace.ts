import type { Severity } from './notice.ts';

/** How far the telling of an incident has got: when its receiver was told, and what is still to come. */
export type Pace = {
  /** True while there is something that the receiver has not been told. */
  readonly untold: boolean;
  /** When the receiver was last brought up to date, and with what; absent before the first time. */
  readonly told?: { readonly at: string; readonly severity: Severity; readonly resolved: boolean };
  /** When people were last made to look, by the first message or by a reminder. */
  readonly noticedAt?: string;
  /** How many reminders have been due so far. */
  readonly reminders: number;
  /** When wake-ups that are under way will arrive, earliest first. */
  readonly wakes: readonly string[];
  /** Why nothing is told for now; absent as soon as something is. */
  readonly quiet?: Quiet;
  /** What came and went before it while something kept it quiet, newest last: nobody was told of it. */
  readonly unheard?: readonly Unheard[];
};

/** An incident that was over before anybody could be told, by its title, and why. */
export type Unheard = Quiet & { readonly title: string };

/** What keeps an incident quiet, why in words, and since when. */
export type Quiet = { readonly by: Quieter; readonly why: string; readonly since: string };

export type Quieter = 'time interval' | 'silence' | 'inhibition';
