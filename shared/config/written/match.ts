import * as z from 'zod';
import { key } from './key.ts';
import { NameGlob, TextGlob } from './text.ts';

/** Which tasks a rule is for: every glob given must match. */
export const Match = z.strictObject({
  cluster: key(NameGlob, 'Name of the cluster.', { examples: ['prod-*'] }),
  family: key(NameGlob, 'Family of the task definition.', { examples: ['report-*'] }),
  service: key(NameGlob, 'Name of the service; a task of no service never matches.', {
    examples: ['web'],
  }),
  group: key(TextGlob, "The task's group.", { examples: ['family:report-*'] }),
  startedBy: key(TextGlob, "The task's startedBy.", { examples: ['events-rule/nightly-*'] }),
});
