import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findInstance, instanceArnOf } from './state/find.ts';
import { instanceInApi } from './wire/container-instance.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  containerInstances: z.array(z.string()).min(1).max(100),
  include: z.array(z.string()).default([]),
});

export function describeContainerInstances(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, containerInstances }) =>
      containerInstances.map((instance) => ({
        action: 'ecs:DescribeContainerInstances',
        resource: instanceArnOf(ecs.kernel, cluster, instance),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      })),
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const looked = input.containerInstances.map((reference) => ({
        arn: instanceArnOf(ecs.kernel, cluster.clusterName, reference),
        instance: findInstance(ecs, cluster, reference),
      }));
      return {
        containerInstances: looked.flatMap(({ instance }) =>
          instance ? [instanceInApi(ecs, instance, input.include.includes('TAGS'))] : [],
        ),
        failures: looked
          .filter(({ instance }) => !instance)
          .map(({ arn }) => ({ arn, reason: 'MISSING' })),
      };
    },
  });
}
