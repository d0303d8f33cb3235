import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Body } from '../types.ts';
import { spendRegistration } from './registrations.ts';
import { ecsArn } from './state/arns.ts';
import type { Ecs } from './state/ecs.ts';
import type { TaskDefinition } from './state/model.ts';
import { ContainerDefinition, Tag } from './state/shapes.ts';
import { isFargateSize, noSuchFargateSize } from './tasks/check.ts';
import { passingRoles, tagging } from './wire/permissions.ts';
import { taskDefinitionInApi } from './wire/task-definition.ts';

const Input = z.looseObject({
  family: z.string().regex(/^[\w-]{1,255}$/),
  containerDefinitions: z.array(ContainerDefinition).min(1),
  networkMode: z.enum(['awsvpc', 'bridge', 'host', 'none']).optional(),
  requiresCompatibilities: z.array(z.string()).optional(),
  cpu: z.string().optional(),
  memory: z.string().optional(),
  taskRoleArn: z.string().optional(),
  executionRoleArn: z.string().optional(),
  tags: z.array(Tag).optional(),
});
type Input = z.infer<typeof Input>;

/** Registers the next revision of a family. Every field is kept as given, those unknown here too. */
export function registerTaskDefinition(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: (input) => {
      const resource = ecsArn(ecs.kernel, `task-definition/${input.family}:*`);
      return [
        { action: 'ecs:RegisterTaskDefinition', resource },
        ...tagging('RegisterTaskDefinition', resource, input.tags),
        ...passingRoles(undefined, {
          ...(input.taskRoleArn ? { taskRoleArn: input.taskRoleArn } : {}),
          ...(input.executionRoleArn ? { executionRoleArn: input.executionRoleArn } : {}),
        }),
      ];
    },
    answer: (input, { principal }) => {
      check(input);
      spendRegistration(ecs, input.family);
      const definition = register(ecs, input, principal.roleArn);
      return { taskDefinition: taskDefinitionInApi(definition), tags: definition.tags };
    },
  });
}

function register(ecs: Ecs, { tags, ...given }: Input, registeredBy: string): TaskDefinition {
  const revisions = ecs.families.get(given.family) ?? [];
  const revision = (revisions.at(-1)?.revision ?? 0) + 1;
  const sizes = {
    ...(given.cpu === undefined ? {} : { cpu: inUnits(given.cpu, /vcpus?$/i) }),
    ...(given.memory === undefined ? {} : { memory: inUnits(given.memory, /gb$/i) }),
  };
  const taskDefinitionArn = ecsArn(ecs.kernel, `task-definition/${given.family}:${revision}`);
  const described: Body = {
    volumes: [],
    placementConstraints: [],
    ...given,
    ...sizes,
    taskDefinitionArn,
    revision,
    status: 'ACTIVE',
    requiresAttributes: attributesOf(given),
    compatibilities: compatibilitiesOf(given),
    registeredAt: ecs.kernel.time.now() / 1_000,
    registeredBy,
  };
  const definition: TaskDefinition = {
    ...given,
    ...sizes,
    taskDefinitionArn,
    revision,
    status: 'ACTIVE',
    described,
    tags: tags ?? [],
  };
  ecs.families.set(given.family, [...revisions, definition]);
  return definition;
}

function check(input: Input): void {
  if (input.tags?.length === 0) {
    throw new ApiError('InvalidParameterException', 'Tags can not be empty.');
  }
  const isFargate = input.requiresCompatibilities?.includes('FARGATE') ?? false;
  const [cpu, memory] = [inUnits(input.cpu, /vcpus?$/i), inUnits(input.memory, /gb$/i)];
  if (isFargate && input.networkMode !== 'awsvpc') {
    throw new ApiError('ClientException', "Fargate only supports network mode 'awsvpc'.");
  }
  if (isFargate && !isFargateSize(cpu, memory)) {
    throw new ApiError('ClientException', noSuchFargateSize(cpu, memory));
  }
  const names = input.containerDefinitions.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new ApiError('ClientException', 'Container names must be unique in a task definition.');
  }
  for (const container of input.containerDefinitions) checkContainer(container, memory, names);
  if (input.containerDefinitions.every(({ essential }) => essential === false)) {
    throw new ApiError('ClientException', 'TaskDefinition must contain an essential container.');
  }
}

function checkContainer(
  container: ContainerDefinition,
  taskMemory: string | undefined,
  names: readonly string[],
): void {
  const { name, memory, memoryReservation, dependsOn = [] } = container;
  if (taskMemory === undefined && memory === undefined && memoryReservation === undefined) {
    throw new ApiError(
      'ClientException',
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  const stranger = dependsOn.find(({ containerName }) => !names.includes(containerName));
  if (stranger) {
    throw new ApiError(
      'ClientException',
      `Container '${name}' depends on '${stranger.containerName}', which is not in the task definition.`,
    );
  }
}

/** `1 vCPU` is 1024 units and `2 GB` is 2048 MiB; plain numbers stay. */
function inUnits<T extends string | undefined>(size: T, unit: RegExp): T | string {
  if (size === undefined || !unit.test(size)) return size;
  return `${Number(size.replace(unit, '').trim()) * 1_024}`;
}

function compatibilitiesOf({ networkMode, requiresCompatibilities }: Input): readonly string[] {
  const isForFargate = networkMode === 'awsvpc' && requiresCompatibilities?.includes('FARGATE');
  if (isForFargate) return ['EC2', 'FARGATE'];
  return networkMode === 'awsvpc' ? ['EC2'] : ['EXTERNAL', 'EC2'];
}

function attributesOf(given: Input): readonly { readonly name: string }[] {
  const usesAwslogs = given.containerDefinitions.some(
    ({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs',
  );
  const names = [
    ...(usesAwslogs ? ['com.amazonaws.ecs.capability.logging-driver.awslogs'] : []),
    ...(given.executionRoleArn ? ['ecs.capability.execution-role-awslogs'] : []),
    ...(given.taskRoleArn ? ['com.amazonaws.ecs.capability.task-iam-role'] : []),
    ...(given.networkMode === 'awsvpc' ? ['ecs.capability.task-eni'] : []),
    'com.amazonaws.ecs.capability.docker-remote-api.1.18',
  ];
  return names.map((name) => ({ name }));
}
