import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { findRepository, type Registry } from './state/registry.ts';
import { nameOf } from './tag-resource.ts';

const Input = z.looseObject({ resourceArn: z.string(), tagKeys: z.array(z.string()) });

export function untagResource(registry: Registry): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [{ action: 'ecr:UntagResource', resource: resourceArn }],
    answer: ({ resourceArn, tagKeys }) => {
      const repository = findRepository(registry, nameOf(resourceArn));
      repository.tags = repository.tags.filter(({ Key }) => !tagKeys.includes(Key ?? ''));
      return {};
    },
  });
}
