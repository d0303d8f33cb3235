import * as z from 'zod';
import { key, required } from './key.ts';
import { Label, Matcher } from './matcher.ts';

const matchers = z.array(Matcher).min(1);

/** What keeps what quiet, as people write it. */
export const InhibitRule = z.strictObject({
  sourceMatchers: required(matchers, 'While something that has these labels fires,', {
    examples: [['kind=deployment']],
  }),
  targetMatchers: required(matchers, 'what has these labels is not told,', {
    examples: [['kind=task']],
  }),
  equal: key(
    z.array(Label),
    'where these labels have the same values in both. A label that both lack is equal.',
    { default: [], examples: [['cluster', 'service']] },
  ),
});

export type InhibitRule = z.infer<typeof InhibitRule>;
