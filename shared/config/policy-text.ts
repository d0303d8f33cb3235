import { readYaml } from './load.ts';
import { type Problem, validate } from './problems.ts';
import type { LifecyclePolicy } from './types/lifecycle-policy.ts';
import { LifecyclePolicy as Schema } from './written/lifecycle-policy.ts';

/**
 * Reads a lifecycle policy from JSON or YAML: the policy itself, or what `aws ecr get-lifecycle-policy` prints.
 * Never throws: whatever is wrong is a problem with its path.
 */
export function readPolicy(
  text: string,
): { readonly policy: LifecyclePolicy } | { readonly problems: readonly Problem[] } {
  const read = readYaml(text);
  if ('problems' in read) return read;
  const wrapped = policyTextIn(read.value);
  if (wrapped !== null) return readPolicy(wrapped);
  const written = validate(Schema, read.value);
  return 'problems' in written ? written : { policy: written.value };
}

/** `{registryId, repositoryName, lifecyclePolicyText, …}`. */
function policyTextIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('lifecyclePolicyText' in value)) return null;
  const { lifecyclePolicyText: text } = value;
  return typeof text === 'string' ? text : null;
}

/** Whether a policy says what ECR's language cannot: ECR refuses its text. */
export const isExtended = ({ rules }: LifecyclePolicy): boolean =>
  rules.some(({ deckhand }) => deckhand !== undefined);
