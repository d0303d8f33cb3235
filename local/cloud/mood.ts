import type { DeliveredEvent } from './bus.ts';

export type IsTheOne = (event: DeliveredEvent) => boolean;

/** What goes wrong on the bus because somebody asked for it: events that are lost, events that come again. */
export type Mood = {
  readonly lose: (isTheOne: IsTheOne, times: number) => void;
  readonly duplicate: (isTheOne: IsTheOne, copies: number) => void;
  /** Whether this event is lost; asking uses the wish up. */
  readonly isLost: (event: DeliveredEvent) => boolean;
  /** How many times more this event arrives; asking uses the wish up. */
  readonly copiesOf: (event: DeliveredEvent) => number;
};

export function createMood(): Mood {
  const losses: { readonly isTheOne: IsTheOne; left: number }[] = [];
  const doubles: { readonly isTheOne: IsTheOne; readonly copies: number }[] = [];
  return {
    lose: (isTheOne, times) => void losses.push({ isTheOne, left: times }),
    duplicate: (isTheOne, copies) => void doubles.push({ isTheOne, copies }),
    isLost(event) {
      const loss = losses.find(({ isTheOne, left }) => left > 0 && isTheOne(event));
      if (loss) loss.left -= 1;
      return loss !== undefined;
    },
    copiesOf(event) {
      const index = doubles.findIndex(({ isTheOne }) => isTheOne(event));
      const [double] = index < 0 ? [] : doubles.splice(index, 1);
      return double?.copies ?? 0;
    },
  };
}
