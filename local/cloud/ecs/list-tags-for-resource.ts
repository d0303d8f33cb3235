import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { findTagged } from './state/tagged.ts';

const Input = z.looseObject({ resourceArn: z.string() });

export function listTagsForResource(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [
      { action: 'ecs:ListTagsForResource', resource: resourceArn },
    ],
    answer: ({ resourceArn }) => ({ tags: findTagged(ecs, resourceArn).tags }),
  });
}
