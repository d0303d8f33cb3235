import * as z from 'zod';
import { parseMatcher } from '../matchers.ts';
import { key, required } from './key.ts';

const Matcher = z.string().superRefine((text, context) => {
  const parsed = parseMatcher(text);
  if ('problem' in parsed) context.addIssue({ code: 'custom', message: parsed.problem });
});

const label = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'expected the name of a label, such as cluster',
});

const groupBy = key(
  z.array(label),
  'Labels whose values make one conversation. Without it, each kind of notice knows what belongs together.',
  { examples: [['cluster', 'service']] },
);

/** A node of the tree below the root. */
export type Branch = {
  receiver?: string;
  matchers: string[];
  continue?: boolean;
  groupBy?: string[];
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
    groupBy,
    routes: key(z.array(Branch), 'Routes below this one, asked first.'),
  }),
);

/** The root: it matches everything, so it has no matchers. */
export const Route = z.strictObject({
  receiver: key(z.string(), 'The receiver that gets the notices. May be left out if there is one.'),
  groupBy,
  routes: key(z.array(Branch), 'Asked in their order; the first that matches takes the notice.'),
});

export type Route = z.infer<typeof Route>;
