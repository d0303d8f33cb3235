import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findUsableCluster } from './state/find.ts';
import { StrategyItem } from './state/shapes.ts';
import { clusterInApi } from './wire/cluster.ts';

const Input = z.looseObject({
  cluster: z.string(),
  capacityProviders: z.array(z.string()),
  defaultCapacityProviderStrategy: z.array(StrategyItem),
});

export function putClusterCapacityProviders(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster }) => [
      {
        action: 'ecs:PutClusterCapacityProviders',
        resource: clusterArnOf(ecs.kernel, cluster),
      },
    ],
    answer: (input) => {
      const cluster = findUsableCluster(ecs, input.cluster);
      cluster.capacityProviders = input.capacityProviders;
      cluster.defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy;
      return { cluster: clusterInApi(ecs, cluster) };
    },
  });
}
