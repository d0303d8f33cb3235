import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key } from './key.ts';
import { duration } from './text.ts';

/** When the unhealthy stops of one service revision are a crash loop, and what is done about it. */
export const CrashLoop = z.strictObject({
  stops: key(z.int().min(2).max(100), 'How many unhealthy stops of one revision it takes.', {
    default: defaults.crashLoop.stops,
  }),
  within: key(duration('1m', '1d'), 'The span of time they have to fall into.', {
    default: defaults.crashLoop.within,
  }),
  then: key(
    z.enum(['notify', 'rollback', 'pause']),
    '`notify` tells people. `rollback` also brings back the last good revision. ' +
      '`pause` also sets the desired count to 0 and remembers what it was.',
    { default: defaults.crashLoop.then },
  ),
});
