import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { lookAtCluster } from './services/schedule.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findInstance, instanceArnOf } from './state/find.ts';
import { instanceChanged, instanceInApi } from './wire/container-instance.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  containerInstances: z.array(z.string()).min(1).max(10),
  status: z.enum(['ACTIVE', 'DRAINING']),
});

/** DRAINING takes a host out of use: its service tasks are replaced elsewhere, its other tasks stay. */
export function updateContainerInstancesState(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, containerInstances }) =>
      containerInstances.map((instance) => ({
        action: 'ecs:UpdateContainerInstancesState',
        resource: instanceArnOf(ecs.kernel, cluster, instance),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      })),
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const found = input.containerInstances.flatMap(
        (reference) => findInstance(ecs, cluster, reference) ?? [],
      );
      for (const instance of found) {
        instance.status = input.status;
        instanceChanged(ecs, instance);
      }
      lookAtCluster(ecs, cluster);
      return {
        containerInstances: found.map((instance) => instanceInApi(ecs, instance, false)),
        failures: input.containerInstances
          .filter((reference) => !findInstance(ecs, cluster, reference))
          .map((reference) => ({
            arn: instanceArnOf(ecs.kernel, cluster.clusterName, reference),
            reason: 'MISSING',
          })),
      };
    },
  });
}
