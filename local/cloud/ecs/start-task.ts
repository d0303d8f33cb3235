import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { ecsArn, lastPart } from './state/arns.ts';
import type { Ecs, LaunchFailure } from './state/ecs.ts';
import {
  clusterArnOf,
  findInstance,
  findTaskDefinition,
  findUsableCluster,
  lookUpTaskDefinition,
  taskDefinitionArnOf,
} from './state/find.ts';
import type { Task } from './state/model.ts';
import { NetworkConfiguration, Overrides, Tag } from './state/shapes.ts';
import { checkLaunch } from './tasks/check.ts';
import { createTask } from './tasks/create.ts';
import { whatLacks } from './tasks/place.ts';
import { passingRoles, tagging } from './wire/permissions.ts';
import { taskInApi } from './wire/task.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  taskDefinition: z.string(),
  containerInstances: z.array(z.string()).min(1).max(10),
  startedBy: z.string().max(128).optional(),
  group: z.string().optional(),
  networkConfiguration: NetworkConfiguration.optional(),
  overrides: Overrides.default({}),
  enableExecuteCommand: z.boolean().default(false),
  tags: z.array(Tag).default([]),
});
type Input = z.infer<typeof Input>;

/** Starts one task on each of the given container instances, without asking where there is most room. */
export function startTask(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: (input) => {
      const cluster = clusterArnOf(ecs.kernel, input.cluster);
      const resource = taskDefinitionArnOf(ecs, input.taskDefinition);
      return [
        { action: 'ecs:StartTask', resource, context: { 'ecs:cluster': cluster } },
        ...passingRoles(lookUpTaskDefinition(ecs, input.taskDefinition), input.overrides),
        ...tagging('StartTask', ecsArn(ecs.kernel, `task/${lastPart(cluster)}/*`), input.tags),
      ];
    },
    answer: (input) => {
      const { tasks, failures } = start(ecs, input);
      return { tasks: tasks.map((task) => taskInApi(task, true)), failures };
    },
  });
}

function start(
  ecs: Ecs,
  input: Input,
): { readonly tasks: readonly Task[]; readonly failures: readonly LaunchFailure[] } {
  const cluster = findUsableCluster(ecs, input.cluster);
  const definition = findTaskDefinition(ecs, input.taskDefinition);
  checkLaunch(definition, 'EC2', input.overrides, input.networkConfiguration);
  const tasks: Task[] = [];
  const failures: LaunchFailure[] = [];
  for (const reference of input.containerInstances) {
    const instance = findInstance(ecs, cluster, reference);
    const lacks = instance ? whatLacks(ecs, instance, definition, input.overrides) : 'MISSING';
    if (!instance || lacks !== null) {
      failures.push({
        arn: instance?.containerInstanceArn ?? reference,
        reason: lacks ?? 'MISSING',
      });
      continue;
    }
    const { launchType, capacityProviderName } = instance;
    const group = input.group ?? `family:${definition.family}`;
    tasks.push(
      createTask(ecs, {
        ...input,
        cluster,
        definition,
        instance,
        group,
        launchType,
        capacityProviderName,
      }),
    );
  }
  return { tasks, failures };
}
