import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster } from './state/find.ts';
import { instancesOf } from './tasks/place.ts';
import { clusterInApi } from './wire/cluster.ts';

const Input = z.looseObject({ cluster: z.string() });

/** Makes an empty cluster INACTIVE. */
export function deleteCluster(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster }) => [
      { action: 'ecs:DeleteCluster', resource: clusterArnOf(ecs.kernel, cluster) },
    ],
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const services = [...ecs.services.values()].filter(
        (service) => service.cluster === cluster && service.status === 'ACTIVE',
      );
      if (services.length > 0) {
        throw new ApiError(
          'ClusterContainsServicesException',
          'The Cluster cannot be deleted while Services are active.',
        );
      }
      if ([...ecs.live].some((task) => task.cluster === cluster)) {
        throw new ApiError(
          'ClusterContainsTasksException',
          'The Cluster cannot be deleted while Tasks are active.',
        );
      }
      if (instancesOf(ecs, cluster).length > 0) {
        throw new ApiError(
          'ClusterContainsContainerInstancesException',
          'The Cluster cannot be deleted while Container Instances are active or draining.',
        );
      }
      cluster.status = 'INACTIVE';
      return { cluster: clusterInApi(ecs, cluster) };
    },
  });
}
