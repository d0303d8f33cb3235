import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { findRepository, type Registry, repositoryArnOf } from './state/registry.ts';
import { repositoryInApi } from './state/wire.ts';

const Input = z.looseObject({
  repositoryNames: z.array(z.string()).max(100).optional(),
  maxResults: z.number().min(1).max(1_000).default(100),
  nextToken: z.string().optional(),
});

/** By name, or all of them in pages. */
export function describeRepositories(registry: Registry): ApiAction {
  const { kernel, repositories } = registry;
  return action({
    input: Input,
    permissions: ({ repositoryNames = ['*'] }) =>
      repositoryNames.map((name) => ({
        action: 'ecr:DescribeRepositories',
        resource: repositoryArnOf(kernel, name),
      })),
    answer: ({ repositoryNames, maxResults, nextToken }) => {
      if (repositoryNames) {
        const found = repositoryNames.map((name) => findRepository(registry, name));
        return { repositories: found.map((repository) => repositoryInApi(registry, repository)) };
      }
      const shown = page([...repositories.values()], nextToken, maxResults);
      return {
        repositories: shown.items.map((repository) => repositoryInApi(registry, repository)),
        nextToken: shown.nextToken,
      };
    },
  });
}
