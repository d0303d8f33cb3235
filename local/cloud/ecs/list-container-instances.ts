import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster } from './state/find.ts';
import { instancesOf } from './tasks/place.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  status: z.enum(['ACTIVE', 'DRAINING']).optional(),
  maxResults: z.number().min(1).max(100).default(100),
  nextToken: z.string().optional(),
});

export function listContainerInstances(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster }) => [
      {
        action: 'ecs:ListContainerInstances',
        resource: clusterArnOf(ecs.kernel, cluster),
      },
    ],
    answer: (input) => {
      const arns = instancesOf(ecs, findCluster(ecs, input.cluster))
        .filter(({ status }) => input.status === undefined || status === input.status)
        .map(({ containerInstanceArn }) => containerInstanceArn);
      const shown = page(arns, input.nextToken, input.maxResults);
      return { containerInstanceArns: shown.items, nextToken: shown.nextToken };
    },
  });
}
