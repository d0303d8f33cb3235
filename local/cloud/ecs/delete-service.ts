import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { lookSoon } from './services/schedule.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findActiveService, findCluster, serviceArnOf } from './state/find.ts';
import { serviceInApi } from './wire/service.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  service: z.string(),
  force: z.boolean().default(false),
});

/** Lets a service drain; it is INACTIVE once its last task has stopped. */
export function deleteService(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, service }) => [
      {
        action: 'ecs:DeleteService',
        resource: serviceArnOf(ecs.kernel, cluster, service),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      },
    ],
    answer: (input) => {
      const service = findActiveService(ecs, findCluster(ecs, input.cluster), input.service);
      const isReplica = service.schedulingStrategy === 'REPLICA';
      if (isReplica && service.desiredCount > 0 && !input.force) {
        throw new ApiError(
          'InvalidParameterException',
          'The service cannot be stopped while it is scaled above 0.',
        );
      }
      service.status = 'DRAINING';
      service.desiredCount = 0;
      lookSoon(ecs, service);
      return { service: serviceInApi(ecs, service, true) };
    },
  });
}
