import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf } from './state/find.ts';
import type { Cluster } from './state/model.ts';
import { StrategyItem, Tag } from './state/shapes.ts';
import { clusterInApi } from './wire/cluster.ts';
import { tagging } from './wire/permissions.ts';

const Input = z.looseObject({
  clusterName: z.string().default('default'),
  capacityProviders: z.array(z.string()).default([]),
  defaultCapacityProviderStrategy: z.array(StrategyItem).default([]),
  settings: z.array(z.unknown()).default([]),
  tags: z.array(Tag).default([]),
});

/** Creates a cluster, ACTIVE at once; one that is there already is answered as it is. */
export function createCluster(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ clusterName, tags }) => {
      const resource = clusterArnOf(ecs.kernel, clusterName);
      return [
        { action: 'ecs:CreateCluster', resource },
        ...tagging('CreateCluster', resource, tags),
      ];
    },
    answer: (input) => {
      const clusterArn = clusterArnOf(ecs.kernel, input.clusterName);
      const existing = ecs.clusters.get(clusterArn);
      if (existing && existing.status !== 'INACTIVE') {
        return { cluster: clusterInApi(ecs, existing) };
      }
      const cluster: Cluster = { ...input, clusterArn, status: 'ACTIVE' };
      ecs.clusters.set(clusterArn, cluster);
      return { cluster: clusterInApi(ecs, cluster) };
    },
  });
}
