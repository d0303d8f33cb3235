import { isExtended, readPolicy } from '../../../../shared/config/policy-text.ts';
import type { LifecyclePolicy } from '../../../../shared/config/types/lifecycle-policy.ts';
import { ApiError } from '../../types.ts';

/** A repository's own policy: its text as it was put, what that says, and when it was last gone by. */
export type Lifecycle = {
  readonly text: string;
  readonly policy: LifecyclePolicy;
  readonly id: string;
  lastEvaluatedAt: number;
};

/** Reads a policy as PutLifecyclePolicy and StartLifecyclePolicyPreview do: what ECR's language does not know is refused. */
export function policyIn(text: string): LifecyclePolicy {
  const read = readPolicy(text);
  if ('problems' in read) throw refused(read.problems.map(({ message }) => message).join('; '));
  if (isExtended(read.policy)) {
    throw refused('object has properties which are not allowed by the schema: ["deckhand"]');
  }
  return read.policy;
}

const refused = (why: string): ApiError =>
  new ApiError(
    'InvalidParameterException',
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
  );
