import { describe, test } from '@jest/globals';
import { deliveries } from './stories/deliveries.ts';

// In a file of its own, so that it is played beside the other stories; it needs no permission that they do not.
describe('deliveries', () => {
  for (const { name, play } of deliveries) test(name, play);
});
