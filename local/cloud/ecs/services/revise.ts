import { digits, ecsArn } from '../state/arns.ts';
import type { Ecs } from '../state/ecs.ts';
import type { Cluster, TaskDefinition } from '../state/model.ts';
import type { ServiceRevision } from '../state/service.ts';
import type {
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  StrategyItem,
} from '../state/shapes.ts';
import { checkLaunch } from '../tasks/check.ts';
import { computeFor } from '../tasks/compute.ts';
import { subnetsOf } from '../tasks/network.ts';

export type RevisionRequest = {
  readonly cluster: Cluster;
  readonly serviceName: string;
  readonly taskDefinition: TaskDefinition;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy: readonly StrategyItem[];
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly serviceRegistries: readonly unknown[];
};

/** Makes a service revision, unless no task could ever be started from it. */
export function revise(
  ecs: Ecs,
  { cluster, serviceName, ...request }: RevisionRequest,
): ServiceRevision {
  const compute = computeFor(ecs, cluster, request, 0);
  checkLaunch(request.taskDefinition, compute.launchType, {}, request.networkConfiguration);
  subnetsOf(ecs, request.networkConfiguration);
  const isFargate = compute.launchType === 'FARGATE';
  const strategy =
    request.launchType || request.capacityProviderStrategy.length > 0
      ? request.capacityProviderStrategy
      : cluster.defaultCapacityProviderStrategy;
  const path = `${cluster.clusterName}/${serviceName}`;
  return {
    ...request,
    launchType: compute.launchType,
    capacityProviderStrategy: strategy,
    platformVersion: request.platformVersion ?? (isFargate ? 'LATEST' : undefined),
    serviceRevisionArn: ecsArn(ecs.kernel, `service-revision/${path}/${digits(ecs.kernel, 19)}`),
    createdAt: ecs.kernel.time.now(),
    digests: new Map(),
  };
}
