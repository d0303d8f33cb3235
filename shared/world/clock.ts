import type { Clock } from '../core/world.ts';

/** The one place where time and chance enter. */
export const systemClock: Clock = {
  now: () => new Date(),
  random: () => Math.random(),
};
