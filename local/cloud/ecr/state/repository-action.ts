import type { z } from 'zod';
import { action } from '../../action.ts';
import type { ApiAction, Body } from '../../types.ts';
import { findRepository, type Registry, type Repository, repositoryArnOf } from './registry.ts';

/** An action about one repository, for which IAM asks about that repository. */
export function repositoryAction<Input extends { readonly repositoryName: string }>(
  registry: Registry,
  name: string,
  input: z.ZodType<Input>,
  answer: (repository: Repository, input: Input) => Body,
): ApiAction {
  return action({
    input,
    permissions: ({ repositoryName }) => [
      { action: `ecr:${name}`, resource: repositoryArnOf(registry.kernel, repositoryName) },
    ],
    answer: (given) => answer(findRepository(registry, given.repositoryName), given),
  });
}
