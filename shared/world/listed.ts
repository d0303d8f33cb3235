import { type Item, text } from './table.ts';

/**
 * What puts an item into the table's sparse index `Listed`, for people to find it in: under `listed`, by time. The
 * index costs one more write when these attributes change, and no call.
 */
export const listed = (under: string, at: string): Item => ({
  listed: text(under),
  listedAt: text(at),
});

/** The records of a UTC day, `2026-03-03`. */
export const listedDay = (day: string): string => `record#${day}`;

export const openIncident = 'incident#open';

/** Services with digests that are not tried again there. */
export const quarantine = 'rollouts#quarantine';
