import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster } from './state/find.ts';
import { LaunchType } from './state/shapes.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  launchType: LaunchType.optional(),
  schedulingStrategy: z.enum(['REPLICA', 'DAEMON']).optional(),
  maxResults: z.number().min(1).max(100).default(10),
  nextToken: z.string().optional(),
});

/** Lists a cluster's services, 10 a page unless told. */
export function listServices(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster }) => [
      {
        action: 'ecs:ListServices',
        resource: '*',
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      },
    ],
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const arns = [...ecs.services.values()]
        .filter(
          (service) =>
            service.cluster === cluster &&
            service.status !== 'INACTIVE' &&
            (input.launchType === undefined || service.revision.launchType === input.launchType) &&
            (input.schedulingStrategy === undefined ||
              service.schedulingStrategy === input.schedulingStrategy),
        )
        .map(({ serviceArn }) => serviceArn);
      const shown = page(arns, input.nextToken, input.maxResults);
      return { serviceArns: shown.items, nextToken: shown.nextToken };
    },
  });
}
