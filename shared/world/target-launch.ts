import type { Target as RuleTarget } from '@aws-sdk/client-eventbridge';
import type { EcsParameters, Target as ScheduleTarget } from '@aws-sdk/client-scheduler';
import { given } from '../core/given.ts';
import type { CapacityProviderStrategyItem, Launch, Tag, TaskOverride } from '../core/task.ts';

/** A schedule may call any API; this is how its target says that it calls RunTask. */
export const isRunTask = (targetArn: string): boolean =>
  /^arn:[^:]+:scheduler:::aws-sdk:ecs:runTask$/.test(targetArn);

/**
 * The RunTask request that EventBridge makes of a target, or `null` where it makes none. An ECS target names the
 * same fields differently, and its `Input` holds the overrides; a schedule that calls RunTask itself has the
 * whole request as its `Input`. What an input transformer would make of an event cannot be known here: such a
 * target's overrides are left out.
 */
export function launchOf(target: RuleTarget | ScheduleTarget): Launch | null {
  if (target.Arn && isRunTask(target.Arn)) return requestIn(target.Input);
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
const overridesIn = (input: string | undefined): TaskOverride | undefined =>
  objectIn(input) ?? undefined;

function objectIn(input: string | undefined): { readonly [field: string]: unknown } | null {
  if (!input) return null;
  try {
    const value: unknown = JSON.parse(input);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** EventBridge Scheduler writes the API's field names with a capital: `TaskDefinition`. */
function requestIn(input: string | undefined): Launch | null {
  const { count, clientToken, startedBy, ...launch } = uncapitalised(objectIn(input) ?? {});
  const request = { cluster: 'default', ...launch };
  return isLaunch(request) ? request : null;
}

const isLaunch = (request: object): request is Launch =>
  'taskDefinition' in request && typeof request.taskDefinition === 'string';

function uncapitalised(value: object): { readonly [field: string]: unknown } {
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    within(inner),
  ]);
  return Object.fromEntries(entries);
}

function within(inner: unknown): unknown {
  if (Array.isArray(inner)) return inner.map(within);
  return isObject(inner) ? uncapitalised(inner) : inner;
}
