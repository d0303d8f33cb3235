import type { Gap, UseSource } from '../../core/use.ts';

/** What a Describe call of ECS answers beside its results. */
type Failure = { readonly arn?: string | undefined; readonly reason?: string | undefined };

/**
 * A gap for each thing that was listed and not described, unless ECS says that it is gone: nobody has seen what images
 * it uses. Source: ECS API reference, "API failure reasons".
 */
export function unanswered(
  source: UseSource,
  listed: readonly string[],
  described: readonly (string | undefined)[],
  failures: readonly Failure[] = [],
): readonly Gap[] {
  const seen = new Set(described);
  const reasons = new Map(failures.map(({ arn, reason }) => [arn, reason]));
  return listed
    .filter((one) => !seen.has(one) && reasons.get(one) !== 'MISSING')
    .map((one) => ({
      source,
      why: `${one} was not described: ${reasons.get(one) ?? 'no answer'}`,
    }));
}
