import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key } from './key.ts';
import { duration } from './text.ts';

/** How long to wait before a restart. */
export const Backoff = z.strictObject({
  initialDelay: key(duration('0s', '1d'), 'Wait before the first restart.', {
    default: defaults.backoff.initialDelay,
  }),
  rate: key(z.number().min(1).max(10), 'What the wait is multiplied by for each further restart.', {
    default: defaults.backoff.rate,
  }),
  maxDelay: key(duration('0s', '1d'), 'The longest wait.', { default: defaults.backoff.maxDelay }),
  jitter: key(
    z.enum(['full', 'none']),
    '`full` waits a random part of the delay, so that tasks do not all come back at once.',
    { default: defaults.backoff.jitter },
  ),
});
