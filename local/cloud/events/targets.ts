import { z } from 'zod';
import type { DeliveredEvent } from '../bus.ts';
import { isBody } from '../protocols/json.ts';
import { EcsParameters, runTaskInput } from '../schedule/ecs-target.ts';
import type { RunTask } from '../scheduler/index.ts';
import { ApiError } from '../types.ts';

export const Target = z.looseObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  EcsParameters: EcsParameters.optional(),
});
export type Target = z.infer<typeof Target>;

/** Where a rule's targets are. */
export type Destinations = {
  readonly runTask: RunTask;
  readonly invoke: (functionArn: string, event: unknown) => void | Promise<void>;
  readonly send: (queueArn: string, body: string) => void;
};

/** Hands an event to one target of a rule. */
export async function reach(
  target: Target,
  rule: { readonly name: string; readonly arn: string },
  event: DeliveredEvent,
  destinations: Destinations,
): Promise<void> {
  const input = inputOf(target, event);
  if (target.EcsParameters) {
    await launch(target, rule, target.EcsParameters, destinations.runTask);
  } else if (target.Arn.includes(':function:')) {
    await destinations.invoke(target.Arn, input);
  } else if (target.Arn.includes(':sqs:')) {
    destinations.send(target.Arn, JSON.stringify(input));
  }
}

/** A launch that fails is told to nobody: only CloudTrail knows. */
async function launch(
  target: Target,
  rule: { readonly name: string; readonly arn: string },
  parameters: z.infer<typeof EcsParameters>,
  runTask: RunTask,
): Promise<void> {
  const [, partition = '', , , account = ''] = rule.arn.split(':');
  const roleArn = target.RoleArn ?? `arn:${partition}:iam::${account}:role/ecsEventsRole`;
  const principal = { name: rule.name, roleArn, invokedBy: 'events.amazonaws.com' };
  const wanted = { clusterArn: target.Arn, parameters, input: target.Input };
  await runTask(principal, runTaskInput(wanted, `events-rule/${rule.name}`)).catch(
    (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    },
  );
}

/** The event, or the target's own input, or the part of the event that `InputPath` (`$.detail`) names. */
function inputOf(target: Target, event: DeliveredEvent): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  const path = (target.InputPath ?? '$').split('.').slice(1);
  return path.reduce<unknown>((value, key) => (isBody(value) ? value[key] : undefined), event);
}
