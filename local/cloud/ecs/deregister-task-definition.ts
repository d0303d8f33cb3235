import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { lookUpTaskDefinition } from './state/find.ts';
import { taskDefinitionInApi } from './wire/task-definition.ts';

const Input = z.looseObject({ taskDefinition: z.string().regex(/:\d+$/) });

/** Makes a revision INACTIVE: nothing new can be started from it, what runs stays. */
export function deregisterTaskDefinition(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    answer: ({ taskDefinition }) => {
      const found = lookUpTaskDefinition(ecs, taskDefinition);
      if (!found) throw new ApiError('ClientException', 'Unable to describe task definition.');
      found.status = 'INACTIVE';
      found.deregisteredAt = ecs.kernel.time.now();
      return { taskDefinition: taskDefinitionInApi(found) };
    },
  });
}
