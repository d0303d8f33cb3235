import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';
import { Label, Matcher } from './matcher.ts';
import { duration } from './text.ts';

/** What the root and the routes below it have in common. */
const settings = {
  groupBy: key(
    z.array(Label),
    'Labels whose values make one conversation. Without it, each kind of notice knows what belongs together.',
    { examples: [['cluster', 'service']] },
  ),
  groupInterval: key(
    duration('0s', '1d'),
    "A conversation is brought up to date no more often than this. Without it, the parent's.",
    { default: defaults.groupInterval },
  ),
  repeatInterval: key(
    duration('1m', '30d'),
    "People are reminded this often of what is not over. Without it, the parent's.",
    { default: defaults.repeatInterval },
  ),
  muteTimeIntervals: key(
    z.array(z.string()),
    'Names of `timeIntervals` during which this route tells nothing. Not inherited.',
    { default: [], examples: [['nights']] },
  ),
  activeTimeIntervals: key(
    z.array(z.string()),
    'Names of `timeIntervals`: this route tells something during one of them only. Not inherited.',
    { default: [], examples: [['office-hours']] },
  ),
};

/** A node of the tree below the root. */
export type Branch = {
  receiver?: string;
  matchers: string[];
  continue?: boolean;
  groupBy?: string[];
  groupInterval?: string;
  repeatInterval?: string;
  muteTimeIntervals?: string[];
  activeTimeIntervals?: string[];
  routes?: Branch[];
};

export const Branch: z.ZodType<Branch> = z.lazy(() =>
  z.strictObject({
    receiver: key(z.string(), "The receiver that gets the notices; the parent's unless given."),
    matchers: required(z.array(Matcher).min(1), 'Labels that a notice must have, all of them.', {
      examples: [['severity=critical', 'cluster=~prod-.*']],
    }),
    continue: key(z.boolean(), 'Goes on to the next route, although this one matched.', {
      default: false,
    }),
    ...settings,
    routes: key(z.array(Branch), 'Routes below this one, asked first.'),
  }),
);

/** The root: it matches everything, so it has no matchers. */
export const Route = z.strictObject({
  receiver: key(z.string(), 'The receiver that gets the notices. May be left out if there is one.'),
  ...settings,
  routes: key(z.array(Branch), 'Asked in their order; the first that matches takes the notice.'),
});

export type Route = z.infer<typeof Route>;
