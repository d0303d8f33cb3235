import { ApiError } from '../../types.ts';
import type { Ecs, LaunchFailure } from '../state/ecs.ts';
import type { Cluster, Task, TaskDefinition } from '../state/model.ts';
import type {
  LaunchType,
  NetworkConfiguration,
  Overrides,
  StrategyItem,
  Tag,
} from '../state/shapes.ts';
import { checkLaunch } from './check.ts';
import { computeFor, findCapacity } from './compute.ts';
import { createTask } from './create.ts';
import { subnetsOf } from './network.ts';
import { instancesOf } from './place.ts';

/** What RunTask was asked for, as far as starting goes. */
export type LaunchRequest = {
  readonly count: number;
  readonly startedBy?: string | undefined;
  readonly group?: string | undefined;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly StrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly overrides: Overrides;
  readonly enableExecuteCommand: boolean;
  readonly propagateTags?: string | undefined;
  readonly tags: readonly Tag[];
};

/** Starts as many tasks as there is room for; for the rest, the reasons. */
export function launch(
  ecs: Ecs,
  cluster: Cluster,
  definition: TaskDefinition,
  request: LaunchRequest,
): { readonly tasks: readonly Task[]; readonly failures: readonly LaunchFailure[] } {
  checkRequest(ecs, cluster, definition, request);
  const planned = ecs.plannedFailures.shift();
  if (planned) return { tasks: [], failures: planned };
  const tasks: Task[] = [];
  for (let index = 0; index < request.count; index += 1) {
    const compute = computeFor(ecs, cluster, request, index);
    const capacity = findCapacity(ecs, cluster, definition, compute, request.overrides);
    if ('failures' in capacity) return { tasks, failures: capacity.failures };
    const tags = [
      ...(request.propagateTags === 'TASK_DEFINITION' ? definition.tags : []),
      ...request.tags,
    ];
    tasks.push(
      createTask(ecs, {
        ...compute,
        cluster,
        definition,
        instance: capacity.instance,
        platformVersion: request.platformVersion,
        networkConfiguration: request.networkConfiguration,
        overrides: request.overrides,
        group: request.group ?? `family:${definition.family}`,
        startedBy: request.startedBy,
        enableExecuteCommand: request.enableExecuteCommand,
        tags: [...new Map(tags.map((tag) => [tag.key, tag])).values()],
      }),
    );
  }
  return { tasks, failures: [] };
}

function checkRequest(
  ecs: Ecs,
  cluster: Cluster,
  definition: TaskDefinition,
  request: LaunchRequest,
): void {
  if (request.launchType && request.capacityProviderStrategy?.length) {
    throw new ApiError(
      'InvalidParameterException',
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const { launchType } = computeFor(ecs, cluster, request, 0);
  checkLaunch(definition, launchType, request.overrides, request.networkConfiguration);
  subnetsOf(ecs, request.networkConfiguration);
  if (needsHosts(launchType) && instancesOf(ecs, cluster).length === 0) {
    throw new ApiError(
      'InvalidParameterException',
      'No Container Instances were found in your cluster.',
    );
  }
}

const needsHosts = (launchType: LaunchType): boolean =>
  launchType === 'EC2' || launchType === 'EXTERNAL';
