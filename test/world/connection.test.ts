import { describe, expect, test } from '@jest/globals';
import { connection } from '../../shared/world/connection.ts';
import { fewRetries } from '../../shared/world/retry.ts';
import { aClock } from '../support/world.ts';

test('a request that hangs is given up, and there is time left to say so', () => {
  const { settings } = connection({ clock: aClock(), region: 'eu-west-1' });

  const { maxAttempts, requestHandler } = settings();

  expect(maxAttempts).toBe(3);
  expect(requestHandler).toEqual({
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  });
});

test('clients are made for the stack’s region, unless another one is asked for', () => {
  const { settings } = connection({ clock: aClock(), region: 'eu-west-1' });

  const regions = [settings().region, settings('us-east-1').region];

  expect(regions).toEqual(['eu-west-1', 'us-east-1']);
});

describe('waiting before another try', () => {
  const errorTypes = ['TRANSIENT', 'SERVER_ERROR', 'THROTTLING'] as const;

  /** How long tries after the first one wait, for as long as there are any. */
  async function delays(errorType: (typeof errorTypes)[number], chance: number) {
    const strategy = fewRetries({ ...aClock(), random: () => chance });
    if (!('acquireInitialRetryToken' in strategy)) throw new Error('an old kind of strategy');
    const waited: number[] = [];
    let token = await strategy.acquireInitialRetryToken('');
    for (;;) {
      const next = await strategy.refreshRetryTokenForRetry(token, { errorType }).catch(() => null);
      if (!next) return waited;
      waited.push(next.getRetryDelay());
      token = next;
    }
  }

  test.each([
    ['TRANSIENT', 0.999, [199, 399]],
    ['SERVER_ERROR', 0.5, [100, 200]],
    ['THROTTLING', 0.5, [500, 1_000]],
    ['THROTTLING', 0, [0, 0]],
  ] as const)(
    'after %s takes up to twice as long each time, by chance (%d)',
    async (type, chance, expected) => {
      const waited = await delays(type, chance);

      expect(waited).toEqual(expected);
    },
  );
});
