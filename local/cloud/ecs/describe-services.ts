import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster, serviceArnOf } from './state/find.ts';
import { serviceInApi } from './wire/service.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  services: z.array(z.string()).min(1).max(10),
  include: z.array(z.string()).default([]),
});

/** Describes up to 10 services, INACTIVE ones too. */
export function describeServices(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, services }) =>
      services.map((service) => ({
        action: 'ecs:DescribeServices',
        resource: serviceArnOf(ecs.kernel, cluster, service),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      })),
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const looked = input.services.map((reference) => {
        const arn = serviceArnOf(ecs.kernel, cluster.clusterName, reference);
        const service = ecs.services.get(arn);
        return { arn, service: service?.cluster === cluster ? service : undefined };
      });
      const withTags = input.include.includes('TAGS');
      return {
        services: looked.flatMap(({ service }) =>
          service ? [serviceInApi(ecs, service, withTags)] : [],
        ),
        failures: looked
          .filter(({ service }) => !service)
          .map(({ arn }) => ({ arn, reason: 'MISSING' })),
      };
    },
  });
}
