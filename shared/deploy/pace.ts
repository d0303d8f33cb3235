/** AWS lets 20 registrations through at once and one a second after that: services are looked at in that pace. */
const atOnce = 10;

/** How long after the first the so-manieth service, counted from 0, has its turn. */
export const turnAfterMs = (index: number): number => Math.max(0, index - atOnce) * 1_000;
