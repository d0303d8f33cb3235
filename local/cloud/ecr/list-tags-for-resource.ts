import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { findRepository, type Registry } from './state/registry.ts';
import { nameOf } from './tag-resource.ts';

const Input = z.looseObject({ resourceArn: z.string() });

export function listTagsForResource(registry: Registry): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [
      { action: 'ecr:ListTagsForResource', resource: resourceArn },
    ],
    answer: ({ resourceArn }) => ({ tags: findRepository(registry, nameOf(resourceArn)).tags }),
  });
}
