import type { Backoff, CauseClass } from '../config/types.ts';

/** Where capacity is short, trying again soon only adds to the queue. */
const capacityPatience = 6;

/**
 * How long to wait before attempt `attempt` (1 is the first restart), in milliseconds: `initialDelay` times `rate`
 * for every attempt before it, at most `maxDelay`; full jitter picks a moment between none and all of that, by
 * `dice` in [0, 1). Capacity waits six times as long and never less than half of it; a cause's own least delay
 * always holds.
 */
export function delayMs(
  backoff: Backoff,
  attempt: number,
  cause: { readonly class: CauseClass; readonly minDelayMs?: number },
  dice: number,
): number {
  const isCapacity = cause.class === 'capacity';
  const grown = backoff.initialDelayMs * backoff.rate ** (attempt - 1);
  const full = Math.min(grown, backoff.maxDelayMs) * (isCapacity ? capacityPatience : 1);
  const least = isCapacity ? full / 2 : 0;
  const jittered = backoff.jitter === 'full' ? least + (full - least) * dice : full;
  return Math.max(Math.round(jittered), cause.minDelayMs ?? 0);
}
