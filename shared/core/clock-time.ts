/** A moment as people read it in a message of the same day: `14:02:10 UTC`. */
export const clockTime = (iso: string): string =>
  `${new Date(iso).toISOString().slice(11, 19)} UTC`;
