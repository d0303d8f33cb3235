import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { lookUpTaskDefinition } from './state/find.ts';
import { taskDefinitionInApi } from './wire/task-definition.ts';

const Input = z.looseObject({
  taskDefinition: z.string(),
  include: z.array(z.string()).default([]),
});

/** By family, `family:revision` or ARN; INACTIVE revisions too. IAM knows no resource for this action. */
export function describeTaskDefinition(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    answer: ({ taskDefinition, include }) => {
      const found = lookUpTaskDefinition(ecs, taskDefinition);
      if (!found) throw new ApiError('ClientException', 'Unable to describe task definition.');
      return {
        taskDefinition: taskDefinitionInApi(found),
        tags: include.includes('TAGS') ? found.tags : [],
      };
    },
  });
}
