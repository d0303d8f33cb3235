import type { ECSClientConfig } from '@aws-sdk/client-ecs';
import type { Clock } from '../core/world.ts';

type RetryStrategy = NonNullable<ECSClientConfig['retryStrategy']>;

/** The first try and two more: what three tries do not mend, the redelivery minutes later may. */
export const maxAttempts = 3;

/** Eight tries wait out a minute of throttling. */
export const patientAttempts = 8;
const longestDelayMs = 20_000;

const baseDelayMs = { THROTTLING: 500, TRANSIENT: 100, SERVER_ERROR: 100, CLIENT_ERROR: 0 };

/**
 * Retries throttling, 5xx and network errors, with full jitter.
 * `delayMs` replaces the waiting: `attempt` is 1 before the second try.
 */
export const fewRetries = (clock: Clock, delayMs?: (attempt: number) => number): RetryStrategy =>
  retries(maxAttempts, clock, delayMs);

/** The same, for as long as a throttled API takes to recover. */
export const manyRetries = (clock: Clock, delayMs?: (attempt: number) => number): RetryStrategy =>
  retries(patientAttempts, clock, delayMs);

function retries(most: number, clock: Clock, delayMs?: (attempt: number) => number): RetryStrategy {
  const tried = (attempt: number, retryDelayMs: number) => ({
    getRetryCount: () => attempt,
    getRetryDelay: () => retryDelayMs,
  });
  return {
    acquireInitialRetryToken: async () => tried(0, 0),
    async refreshRetryTokenForRetry(token, { errorType }) {
      const attempt = token.getRetryCount() + 1;
      if (errorType === 'CLIENT_ERROR' || attempt >= most) throw new Error('no retry left');
      const longest = Math.min(longestDelayMs, baseDelayMs[errorType] * 2 ** attempt);
      return tried(attempt, delayMs?.(attempt) ?? Math.floor(clock.random() * longest));
    },
    recordSuccess: () => {},
  };
}
