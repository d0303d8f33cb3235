import { describe, test } from '@jest/globals';
import { chaos } from './stories/chaos.ts';
import { engine } from './stories/engine.ts';
import { rolloutCrashes } from './stories/rollout-crashes.ts';

// In a file of its own, so that it is played beside the other stories; it needs no permission that they do not.
describe('the engine', () => {
  for (const { name, play } of [...engine, ...chaos]) test(name, play);
});

describe('rollouts', () => {
  for (const { name, play } of rolloutCrashes) test(name, play);
});
