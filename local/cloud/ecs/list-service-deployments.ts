import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findService, serviceArnOf } from './state/find.ts';
import { serviceDeploymentInList } from './wire/service-deployment.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  service: z.string(),
  status: z.array(z.string()).default([]),
  createdAt: z
    .looseObject({ before: z.number().optional(), after: z.number().optional() })
    .default({}),
  maxResults: z.number().min(1).max(100).default(20),
  nextToken: z.string().optional(),
});

/** Lists a service's deployments, newest first. */
export function listServiceDeployments(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, service }) => [
      {
        action: 'ecs:ListServiceDeployments',
        resource: serviceArnOf(ecs.kernel, cluster, service),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      },
    ],
    answer: ({ cluster, status, createdAt, maxResults, nextToken, ...input }) => {
      const service = findService(ecs, findCluster(ecs, cluster), input.service);
      const { before = Number.POSITIVE_INFINITY, after = 0 } = createdAt;
      const fitting = service.serviceDeployments.filter(
        (deployment) =>
          (status.length === 0 || status.includes(deployment.status)) &&
          deployment.createdAt / 1_000 >= after &&
          deployment.createdAt / 1_000 <= before,
      );
      const shown = page(fitting, nextToken, maxResults);
      return {
        serviceDeployments: shown.items.map((deployment) =>
          serviceDeploymentInList(service, deployment),
        ),
        nextToken: shown.nextToken,
      };
    },
  });
}
