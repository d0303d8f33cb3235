import { openTown, type Town } from '../town/town.ts';
import type { Act, Kept } from './act.ts';
import { acts } from './acts.ts';
import { works } from './acts-tasks.ts';
import { boardOf, type Seen } from './board.ts';
import { follow, type Line } from './timeline.ts';
import { type Totals, totalsOf } from './totals.ts';

/** How one act went. */
export type Played = {
  readonly name: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly promises: readonly Kept[];
};

export type Rehearsal = {
  readonly played: readonly Played[];
  readonly board: readonly Seen[];
  readonly totals: Totals;
  /** True when every promise was kept. */
  readonly ok: boolean;
};

/** The acts by their names, for the command line. */
export const actNames: readonly string[] = acts.map(({ name }) => name);

/**
 * Plays the bad day, or one act of it after the town has woken up. `watch` is told each act as it begins and as it
 * ends. The same seed gives the same day.
 */
export async function rehearse(
  { seed = 1, only }: { readonly seed?: number; readonly only?: string },
  watch: {
    readonly begins: (act: Act) => void;
    readonly ended: (played: Played) => void;
  },
): Promise<Rehearsal> {
  const town = await openTown(seed);
  town.cloud.ecs.program({ family: 'tally' }, works);
  town.cloud.ecs.program({ family: 'report' }, works);
  const { next } = follow(town);
  const played: Played[] = [];
  for (const act of wanted(only)) {
    watch.begins(act);
    const one = await play(act, town, next);
    played.push(one);
    watch.ended(one);
  }
  const ok = played.every(({ promises }) => promises.every(({ kept }) => kept));
  return { played, board: boardOf(town), totals: totalsOf(town), ok };
}

/** Every act begins in a town that is awake. */
const wanted = (only?: string): readonly Act[] =>
  only === undefined ? acts : acts.filter(({ name }, index) => index === 0 || name === only);

async function play(
  { name, title, play: happens }: Act,
  town: Town,
  next: () => Promise<readonly Line[]>,
): Promise<Played> {
  const promises = await happens(town);
  return { name, title, lines: await next(), promises };
}
