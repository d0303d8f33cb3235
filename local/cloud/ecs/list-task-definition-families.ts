import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';

const Input = z.looseObject({
  familyPrefix: z.string().default(''),
  status: z.enum(['ACTIVE', 'INACTIVE', 'ALL']).default('ALL'),
  maxResults: z.number().default(100),
  nextToken: z.string().optional(),
});

/** Families that start with the prefix. ACTIVE ones have at least one ACTIVE revision. */
export function listTaskDefinitionFamilies(ecs: Ecs): ApiAction {
  const isActive = (family: string): boolean =>
    ecs.families.get(family)?.some(({ status }) => status === 'ACTIVE') ?? false;
  return action({
    input: Input,
    answer: ({ familyPrefix, status, maxResults, nextToken }) => {
      const families = [...ecs.families.keys()]
        .filter((family) => family.startsWith(familyPrefix))
        .filter((family) => status === 'ALL' || isActive(family) === (status === 'ACTIVE'))
        .sort();
      const shown = page(families, nextToken, maxResults);
      return { families: shown.items, nextToken: shown.nextToken };
    },
  });
}
