import { z } from 'zod';
import type { Body } from '../types.ts';

const Texts = z.array(z.string()).optional();

/** How EventBridge and EventBridge Scheduler write down a task to run: RunTask's words, in other letter case. */
export const EcsParameters = z.looseObject({
  TaskDefinitionArn: z.string(),
  TaskCount: z.number().optional(),
  LaunchType: z.string().optional(),
  PlatformVersion: z.string().optional(),
  Group: z.string().optional(),
  ReferenceId: z.string().optional(),
  PropagateTags: z.string().optional(),
  EnableECSManagedTags: z.boolean().optional(),
  EnableExecuteCommand: z.boolean().optional(),
  CapacityProviderStrategy: z.array(z.looseObject({})).optional(),
  PlacementConstraints: z.array(z.looseObject({})).optional(),
  PlacementStrategy: z.array(z.looseObject({})).optional(),
  Tags: z.array(z.record(z.string(), z.string())).optional(),
  NetworkConfiguration: z
    .looseObject({
      awsvpcConfiguration: z
        .looseObject({
          Subnets: z.array(z.string()),
          SecurityGroups: Texts,
          AssignPublicIp: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

/** ECS kept `startedBy` to 36 characters for years; launchers that name themselves there still cut. */
const startedByLength = 36;

/** The RunTask call that a target means. Its input, if it is JSON with overrides, becomes the task's. */
export function runTaskInput(
  target: {
    readonly clusterArn: string;
    readonly parameters: z.infer<typeof EcsParameters>;
    readonly input: string | undefined;
  },
  startedBy: string,
): Body {
  const { parameters, clusterArn, input } = target;
  const vpc = parameters.NetworkConfiguration?.awsvpcConfiguration;
  const written = {
    cluster: clusterArn,
    taskDefinition: parameters.TaskDefinitionArn,
    count: parameters.TaskCount ?? 1,
    startedBy: startedBy.slice(0, startedByLength),
    launchType: parameters.LaunchType,
    platformVersion: parameters.PlatformVersion,
    group: parameters.Group,
    referenceId: parameters.ReferenceId,
    propagateTags: parameters.PropagateTags,
    enableECSManagedTags: parameters.EnableECSManagedTags,
    enableExecuteCommand: parameters.EnableExecuteCommand,
    capacityProviderStrategy: parameters.CapacityProviderStrategy,
    placementConstraints: parameters.PlacementConstraints,
    placementStrategy: parameters.PlacementStrategy,
    tags: parameters.Tags?.map(({ Key, Value, key, value }) => ({
      key: key ?? Key,
      value: value ?? Value,
    })),
    networkConfiguration: vpc && {
      awsvpcConfiguration: {
        subnets: vpc.Subnets,
        securityGroups: vpc.SecurityGroups ?? [],
        assignPublicIp: vpc.AssignPublicIp ?? 'DISABLED',
      },
    },
    overrides: overridesIn(input),
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function overridesIn(input: string | undefined): unknown {
  if (!input) return undefined;
  const parsed: unknown = JSON.parse(input);
  const overrides = z.looseObject({ containerOverrides: z.array(z.unknown()) }).safeParse(parsed);
  return overrides.success ? overrides.data : undefined;
}
