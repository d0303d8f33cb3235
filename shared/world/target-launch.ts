import type { Target as RuleTarget } from '@aws-sdk/client-eventbridge';
import type { EcsParameters, Target as ScheduleTarget } from '@aws-sdk/client-scheduler';
import type { CapacityProviderStrategyItem, Launch, Tag, TaskOverride } from '../core/task.ts';
import { given } from './given.ts';

/**
 * The RunTask request that EventBridge makes of an ECS target, or `null` for any other target. EventBridge names
 * the same fields differently; a target's `Input` holds the overrides. What an input transformer would make of
 * an event cannot be known here: such a target's overrides are left out.
 */
export function launchOf(target: RuleTarget | ScheduleTarget): Launch | null {
  const parameters = target.EcsParameters;
  if (!parameters?.TaskDefinitionArn || !target.Arn) return null;
  const vpc = parameters.NetworkConfiguration?.awsvpcConfiguration;
  return {
    cluster: target.Arn,
    taskDefinition: parameters.TaskDefinitionArn,
    ...given({
      launchType: parameters.LaunchType,
      capacityProviderStrategy: parameters.CapacityProviderStrategy?.map(strategyItem),
      networkConfiguration: vpc && {
        awsvpcConfiguration: {
          subnets: vpc.Subnets ?? [],
          ...given({ securityGroups: vpc.SecurityGroups, assignPublicIp: vpc.AssignPublicIp }),
        },
      },
      overrides: overridesIn(target.Input),
      group: parameters.Group,
      placementConstraints: parameters.PlacementConstraints?.map((constraint) => given(constraint)),
      placementStrategy: parameters.PlacementStrategy?.map((strategy) => given(strategy)),
      platformVersion: parameters.PlatformVersion,
      enableExecuteCommand: parameters.EnableExecuteCommand,
      enableECSManagedTags: parameters.EnableECSManagedTags,
      propagateTags: parameters.PropagateTags,
      referenceId: parameters.ReferenceId,
      tags: parameters.Tags?.flatMap((tag) => tagsOf(tag)),
    }),
  };
}

type StrategyItem = NonNullable<EcsParameters['CapacityProviderStrategy']>[number];

const strategyItem = (item: StrategyItem): CapacityProviderStrategyItem => ({
  capacityProvider: item.capacityProvider ?? '',
  ...given({ weight: item.weight, base: item.base }),
});

/** A rule says `{Key, Value}`; a schedule has maps, in which people write the same, or `{key, value}`, or `{name: value}`. */
function tagsOf(tag: object): Tag[] {
  const fields = new Map<string, string>(Object.entries(tag));
  const key = fields.get('Key') ?? fields.get('key');
  const value = fields.get('Value') ?? fields.get('value') ?? '';
  if (key !== undefined) return [{ key, value }];
  return [...fields].map(([name, text]) => ({ key: name, value: text }));
}

/** An input that is no JSON object is not an override; ECS would refuse it, too. */
function overridesIn(input: string | undefined): TaskOverride | undefined {
  if (!input) return undefined;
  try {
    const overrides: unknown = JSON.parse(input);
    return isOverride(overrides) ? overrides : undefined;
  } catch {
    return undefined;
  }
}

const isOverride = (value: unknown): value is TaskOverride =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
