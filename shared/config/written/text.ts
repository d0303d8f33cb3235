import * as z from 'zod';
import { formatDuration, parseDurationMs } from '../duration.ts';

const durationWanted = 'expected a duration such as 30s, 10m or 1h30m';

/** A duration as text, within bounds given the same way. */
export function duration(least: string, most: string): z.ZodString {
  const leastMs = parseDurationMs(least) ?? 0;
  const mostMs = parseDurationMs(most) ?? Number.POSITIVE_INFINITY;
  return z
    .string({ error: ({ input }) => (input === null ? undefined : durationWanted) })
    .regex(/^(\d+(ms|s|m|h|d))+$/, { error: durationWanted, abort: true })
    .refine((text) => inBounds(parseDurationMs(text), leastMs, mostMs), {
      error: `expected ${boundsInWords(leastMs, mostMs)}`,
    });
}

const boundsInWords = (leastMs: number, mostMs: number): string =>
  [leastMs > 0 ? [`at least ${formatDuration(leastMs)}`] : [], `at most ${formatDuration(mostMs)}`]
    .flat()
    .join(' and ');

const inBounds = (value: number | null, least: number, most: number): boolean =>
  value !== null && value >= least && value <= most;

/** A glob over an ECS name: cluster, family, service. */
export const NameGlob = z
  .string()
  .min(1, { error: 'expected a name or a glob, such as prod-*' })
  .max(255)
  .regex(/^[A-Za-z0-9_*?-]*$/, {
    error: ({ input }) =>
      String(input).startsWith('arn:')
        ? 'expected a name or a glob, not an ARN'
        : 'can never match: names have letters, digits, - and _; in a glob, * is any run and ? any one character',
  });

/** A glob over the name of an ECR repository. */
export const RepositoryGlob = z
  .string()
  .min(1, { error: 'expected a name or a glob, such as shop/*' })
  .max(256)
  .regex(/^[a-z0-9._/*?-]*$/, {
    error: 'can never match: names of repositories have small letters, digits and . _ - /',
  })
  .regex(/^(?!\d+\.dkr[.-])/, {
    error: 'expected the name of a repository, such as shop/vote, without its registry',
  });

/** A glob over any text: a task's `group` or `startedBy`. */
export const TextGlob = z
  .string()
  .min(1, { error: 'expected a text or a glob, such as family:report-*' })
  .max(255)
  .regex(/^\S*$/, { error: 'can never match: it contains white space' });

/** A pattern of AWS Batch's: literal, but for one `*` that may end it. */
export const BatchPattern = z
  .string()
  .min(1, { error: 'expected a text; it may end in *' })
  .max(512)
  .regex(/^[^*]*\*?$/, { error: 'a * may only stand at the end' });

const exitCodeWanted = 'expected an exit code such as 137 or "13*"';

/** What `onExitCode` takes. Unquoted, YAML makes a number of it, which is as good. */
export const ExitCodePattern = z.union(
  [
    z.int().min(0).max(4_294_967_295),
    z
      .string()
      .max(512)
      .regex(/^(\d+\*?|\*)$/, { error: exitCodeWanted }),
  ],
  { error: exitCodeWanted },
);
