import type { Dice } from './types.ts';

/** Chance that falls the same way for the same seed: mulberry32, 2^32 states, plenty for a rehearsal. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');

  const uuid = (): string =>
    [hex(8), hex(4), `4${hex(3)}`, `${'89ab'[Math.floor(next() * 4)]}${hex(3)}`, hex(12)].join('-');

  return { next, hex, uuid };
}
