import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { findRepository, type Registry } from './state/registry.ts';

const Input = z.looseObject({
  resourceArn: z.string(),
  tags: z.array(z.looseObject({ Key: z.string(), Value: z.string().optional() })),
});

/** Adds tags to a repository; one of the same key is replaced. */
export function tagResource(registry: Registry): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [{ action: 'ecr:TagResource', resource: resourceArn }],
    answer: ({ resourceArn, tags }) => {
      const repository = findRepository(registry, nameOf(resourceArn));
      const byKey = new Map([...repository.tags, ...tags].map((tag) => [tag.Key, tag]));
      repository.tags = [...byKey.values()];
      return {};
    },
  });
}

export const nameOf = (repositoryArn: string): string =>
  repositoryArn.slice(repositoryArn.indexOf('/') + 1);
