import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';

const Input = z.looseObject({
  maxResults: z.number().default(100),
  nextToken: z.string().optional(),
});

export function listClusters(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    answer: ({ maxResults, nextToken }) => {
      const active = [...ecs.clusters.values()].filter(({ status }) => status !== 'INACTIVE');
      const arns = active.map(({ clusterArn }) => clusterArn);
      const shown = page(arns, nextToken, maxResults);
      return { clusterArns: shown.items, nextToken: shown.nextToken };
    },
  });
}
