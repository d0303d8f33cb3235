import { parseDurationMs } from '../duration.ts';

/** The milliseconds of a duration that the schema has let through. */
export function milliseconds(text: string): number {
  const durationMs = parseDurationMs(text);
  if (durationMs === null) throw new Error(`not a duration: ${text}`);
  return durationMs;
}
