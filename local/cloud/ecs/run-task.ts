import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Body, type Permission } from '../types.ts';
import { ecsArn, lastPart } from './state/arns.ts';
import { type Ecs, hourMs, type LaunchFailure } from './state/ecs.ts';
import {
  clusterArnOf,
  findTaskDefinition,
  findUsableCluster,
  lookUpTaskDefinition,
  taskDefinitionArnOf,
} from './state/find.ts';
import type { Task } from './state/model.ts';
import {
  LaunchType,
  NetworkConfiguration,
  Overrides,
  Placement,
  StrategyItem,
  Tag,
  VolumeConfiguration,
} from './state/shapes.ts';
import { launch } from './tasks/launch.ts';
import { passingRoles, passingVolumeRoles, tagging } from './wire/permissions.ts';
import { taskInApi } from './wire/task.ts';

const RunTaskInput = z.looseObject({
  cluster: z.string().optional(),
  taskDefinition: z.string(),
  count: z.number().int().min(1).max(10).default(1),
  clientToken: z.string().max(64).optional(),
  startedBy: z
    .string()
    .max(128)
    .regex(/^[\w/-]*$/)
    .optional(),
  group: z.string().optional(),
  launchType: LaunchType.optional(),
  capacityProviderStrategy: z.array(StrategyItem).optional(),
  platformVersion: z.string().optional(),
  networkConfiguration: NetworkConfiguration.optional(),
  overrides: Overrides.default({}),
  placementConstraints: Placement.default([]),
  placementStrategy: Placement.default([]),
  enableExecuteCommand: z.boolean().default(false),
  enableECSManagedTags: z.boolean().default(false),
  propagateTags: z.enum(['TASK_DEFINITION', 'SERVICE', 'NONE']).optional(),
  referenceId: z.string().optional(),
  tags: z.array(Tag).default([]),
  volumeConfigurations: z.array(VolumeConfiguration).default([]),
});
type RunTaskInput = z.infer<typeof RunTaskInput>;

/** Starts up to 10 tasks; what there is no room for is among `failures`, with status 200. */
export function runTask(ecs: Ecs): ApiAction {
  return action({
    input: RunTaskInput,
    permissions: (input) => permissions(ecs, input),
    answer: (input) => {
      const { tasks, failures } = start(ecs, input);
      return { tasks: tasks.map((task) => taskInApi(task, true)), failures };
    },
  });
}

type Started = { readonly tasks: readonly Task[]; readonly failures: readonly LaunchFailure[] };

/** AWS's own services may write what they like: `AWS Step Functions`. */
const ServiceInput = RunTaskInput.extend({ startedBy: z.string().optional() });

/** RunTask for callers inside the cloud: Step Functions, AWS Batch. Throws what the API would. */
export function startAsService(ecs: Ecs, input: Body): Started {
  const read = ServiceInput.safeParse(input);
  if (read.success) return start(ecs, read.data);
  throw new ApiError('InvalidParameterException', read.error.message);
}

function start(ecs: Ecs, input: RunTaskInput): Started {
  const remembered = recall(ecs, input);
  if (remembered) return { tasks: remembered, failures: [] };
  const cluster = findUsableCluster(ecs, input.cluster);
  const definition = findTaskDefinition(ecs, input.taskDefinition);
  const { tasks, failures } = launch(ecs, cluster, definition, input);
  if (tasks.length > 0) remember(ecs, input, tasks);
  return { tasks, failures };
}

function permissions(ecs: Ecs, input: RunTaskInput): readonly Permission[] {
  const cluster = clusterArnOf(ecs.kernel, input.cluster);
  return [
    {
      action: 'ecs:RunTask',
      resource: taskDefinitionArnOf(ecs, input.taskDefinition),
      context: { 'ecs:cluster': cluster },
    },
    ...passingRoles(lookUpTaskDefinition(ecs, input.taskDefinition), input.overrides),
    ...passingVolumeRoles(input.volumeConfigurations),
    ...tagging('RunTask', ecsArn(ecs.kernel, `task/${lastPart(cluster)}/*`), input.tags),
  ];
}

const tokenKey = (ecs: Ecs, input: RunTaskInput): string =>
  `${clusterArnOf(ecs.kernel, input.cluster)} ${input.clientToken}`;

/** The tasks that this token has started already. It holds for a day, or an hour after the last task's end. */
function recall(ecs: Ecs, input: RunTaskInput): readonly Task[] | null {
  if (input.clientToken === undefined) return null;
  const remembered = ecs.clientTokens.get(tokenKey(ecs, input));
  if (!remembered) return null;
  const now = ecs.kernel.time.now();
  const ends = remembered.tasks.map(({ stoppedAt }) => (stoppedAt ?? now) + hourMs);
  if (now >= Math.min(remembered.at + 24 * hourMs, Math.max(...ends))) return null;
  if (remembered.parameters === JSON.stringify(input)) return remembered.tasks;
  throw new ApiError(
    'ConflictException',
    'The client token was already used for a request with other parameters.',
    400,
    { resourceIds: remembered.tasks.map(({ taskArn }) => taskArn) },
  );
}

function remember(ecs: Ecs, input: RunTaskInput, tasks: readonly Task[]): void {
  if (input.clientToken === undefined) return;
  const parameters = JSON.stringify(input);
  ecs.clientTokens.set(tokenKey(ecs, input), { at: ecs.kernel.time.now(), parameters, tasks });
}
