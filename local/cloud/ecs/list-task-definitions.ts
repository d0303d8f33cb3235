import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';

const Input = z.looseObject({
  familyPrefix: z.string().optional(),
  status: z.enum(['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']).default('ACTIVE'),
  sort: z.enum(['ASC', 'DESC']).default('ASC'),
  maxResults: z.number().default(100),
  nextToken: z.string().optional(),
});

/** ARNs by family, then by revision. `familyPrefix` is, despite its name, a whole family. */
export function listTaskDefinitions(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    answer: ({ familyPrefix, status, sort, maxResults, nextToken }) => {
      const families = [...ecs.families.keys()].sort();
      const arns = families
        .filter((family) => familyPrefix === undefined || family === familyPrefix)
        .flatMap((family) => ecs.families.get(family) ?? [])
        .filter((definition) => definition.status === status)
        .map(({ taskDefinitionArn }) => taskDefinitionArn);
      const shown = page(sort === 'ASC' ? arns : arns.toReversed(), nextToken, maxResults);
      return { taskDefinitionArns: shown.items, nextToken: shown.nextToken };
    },
  });
}
