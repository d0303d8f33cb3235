import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf } from './state/find.ts';
import { clusterInApi } from './wire/cluster.ts';

const Input = z.looseObject({
  clusters: z.array(z.string()).default(['default']),
  include: z.array(z.string()).default([]),
});

/** Describes clusters of any state; those that there are not are `MISSING` among the failures. */
export function describeClusters(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ clusters }) =>
      clusters.map((cluster) => ({
        action: 'ecs:DescribeClusters',
        resource: clusterArnOf(ecs.kernel, cluster),
      })),
    answer: ({ clusters, include }) => {
      const arns = clusters.map((reference) => clusterArnOf(ecs.kernel, reference));
      const found = arns.flatMap((arn) => ecs.clusters.get(arn) ?? []);
      return {
        clusters: found.map((cluster) => ({
          ...clusterInApi(ecs, cluster),
          tags: include.includes('TAGS') ? cluster.tags : [],
        })),
        failures: arns
          .filter((arn) => !ecs.clusters.has(arn))
          .map((arn) => ({ arn, reason: 'MISSING' })),
      };
    },
  });
}
