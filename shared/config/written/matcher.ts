import * as z from 'zod';
import { parseMatcher } from '../matchers.ts';

/** One of Alertmanager's matchers, as people write it. */
export const Matcher = z.string().superRefine((text, context) => {
  const parsed = parseMatcher(text);
  if ('problem' in parsed) context.addIssue({ code: 'custom', message: parsed.problem });
});

/** The name of a label. */
export const Label = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'expected the name of a label, such as cluster',
});
