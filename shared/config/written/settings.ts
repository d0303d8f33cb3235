import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { Backoff } from './backoff.ts';
import { CrashLoop } from './crash-loop.ts';
import { EvaluateOnExit } from './evaluate-on-exit.ts';
import { key, required } from './key.ts';
import { Launch } from './launch.ts';
import { duration } from './text.ts';

export const Mode = z.enum(['observe', 'act']);

const OutOfMemory = z.strictObject({
  factor: key(z.number().gt(1).max(16), 'How many times the memory it had.', {
    default: defaults.outOfMemoryFactor,
  }),
  maxMemory: required(z.int().min(128).max(1_048_576), 'Never more than this, in MiB.', {
    examples: [8192],
  }),
});

const capacityProviderWanted = 'expected the name of a capacity provider such as FARGATE, or false';

const CapacityProvider = z.union(
  [z.literal(false), z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, { error: capacityProviderWanted })],
  { error: capacityProviderWanted },
);

/** What can be set for one rule, and above the rules for all that do not say otherwise. */
export const settings = {
  mode: key(Mode, '`observe` decides and tells; `act` also does it. Without it, as one level up.'),
  attempts: key(z.int().min(0).max(10), 'How many times a failed task may be run again.', {
    default: defaults.attempts,
  }),
  evaluateOnExit: key(
    z.array(EvaluateOnExit).max(5),
    'Conditions of AWS Batch, the first that matches decides. Where none matches, the cause does.',
    { default: [] },
  ),
  backoff: key(Backoff, 'How long to wait before a restart.'),
  resetAfter: key(
    duration('0s', '7d'),
    'A task that ran this long before it failed counts its attempts afresh.',
    { default: defaults.resetAfter },
  ),
  spotFallback: key(
    CapacityProvider,
    'Capacity provider to use after a Spot interruption; `false` uses the same one again.',
    { default: false, examples: ['FARGATE'] },
  ),
  outOfMemory: key(
    z.union([z.literal(false), OutOfMemory]),
    'Restart once with more memory after running out of it; `false` does not.',
    { default: false },
  ),
  launch: key(Launch, 'How to start tasks when nobody remembers how they were started.'),
  crashLoop: key(CrashLoop, "When a service's stops are a crash loop, and what is done."),
};
