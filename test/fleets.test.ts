import { describe, test } from '@jest/globals';
import { rolloutFleets } from './stories/rollout-fleets.ts';
import { storms } from './stories/storms.ts';
import { withoutWaste } from './support/played.ts';

// In a file of its own, so that it is played beside the other stories; it needs no permission that they do not.
for (const [theme, stories] of Object.entries({ rolloutFleets, storms })) {
  describe(theme, () => {
    for (const { name, play } of stories) {
      test(name, async () => {
        await withoutWaste(play);
      });
    }
  });
}
