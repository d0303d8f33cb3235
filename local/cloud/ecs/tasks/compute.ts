import { ApiError } from '../../types.ts';
import type { Ecs, LaunchFailure } from '../state/ecs.ts';
import type { Cluster, ContainerInstance, TaskDefinition } from '../state/model.ts';
import type { LaunchType, Overrides, StrategyItem } from '../state/shapes.ts';
import { instancesOf, place } from './place.ts';

/** Where a task is to run: a launch type, and the capacity provider that was asked for it. */
export type Compute = {
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
};

export type Capacity =
  | { readonly instance?: ContainerInstance | undefined }
  | { readonly failures: readonly LaunchFailure[] };

export const noFargateCapacity =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** Decides between launch type and capacity providers for the `index`th task; the cluster's strategy is the default. */
export function computeFor(
  ecs: Ecs,
  cluster: Cluster,
  wanted: {
    readonly launchType?: LaunchType | undefined;
    readonly capacityProviderStrategy?: readonly StrategyItem[] | undefined;
  },
  index: number,
): Compute {
  if (wanted.launchType) return { launchType: wanted.launchType };
  const asked = wanted.capacityProviderStrategy ?? [];
  const strategy = asked.length > 0 ? asked : cluster.defaultCapacityProviderStrategy;
  if (strategy.length === 0) return { launchType: 'EC2' };
  const capacityProviderName = providerOf(strategy, index);
  if (!cluster.capacityProviders.includes(capacityProviderName)) {
    throw new ApiError(
      'InvalidParameterException',
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. ' +
        'Associate the capacity provider with the cluster and try again.',
    );
  }
  const isFargate = capacityProviderName.startsWith('FARGATE');
  const hosts = instancesOf(ecs, cluster);
  const isExternal = hosts.some(
    (host) => host.capacityProviderName === capacityProviderName && host.launchType === 'EXTERNAL',
  );
  return {
    launchType: isFargate ? 'FARGATE' : isExternal ? 'EXTERNAL' : 'EC2',
    capacityProviderName,
  };
}

/** Bases first, then weights in turn. */
function providerOf(strategy: readonly StrategyItem[], index: number): string {
  let left = index;
  for (const { capacityProvider, base = 0 } of strategy) {
    if (left < base) return capacityProvider;
    left -= base;
  }
  const turns = strategy.flatMap(({ capacityProvider, weight }) =>
    Array<string>(weight ?? (strategy.length === 1 ? 1 : 0)).fill(capacityProvider),
  );
  return turns[left % Math.max(1, turns.length)] ?? strategy[0]?.capacityProvider ?? 'FARGATE';
}

/** Finds room for one task, or says why there is none. */
export function findCapacity(
  ecs: Ecs,
  cluster: Cluster,
  definition: TaskDefinition,
  compute: Compute,
  overrides: Overrides,
): Capacity {
  if (compute.launchType === 'FARGATE') {
    const provider = compute.capacityProviderName ?? 'FARGATE';
    return ecs.exhausted.has(provider) ? { failures: [{ reason: noFargateCapacity }] } : {};
  }
  if (compute.launchType === 'MANAGED_INSTANCES') return {};
  return place(ecs, cluster, definition, {
    overrides,
    launchType: compute.launchType,
    capacityProvider: compute.capacityProviderName,
  });
}
