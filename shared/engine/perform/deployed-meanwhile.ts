import { nameOfArn } from '../../core/arn.ts';
import type { World } from '../../core/world.ts';

/**
 * A later try comes minutes after what it was decided by, and UpdateService takes no condition: why it must not be made
 * any more, or `null` where the service still names one of the task definitions that are `expected`.
 */
export async function deployedMeanwhile(
  { clusterArn, serviceArn }: { readonly clusterArn: string; readonly serviceArn: string },
  expected: readonly string[],
  { ecs }: Pick<World, 'ecs'>,
): Promise<string | null> {
  const service = await ecs.describeService(clusterArn, serviceArn);
  const name = nameOfArn(serviceArn);
  if (!service.known) return `nobody can tell what ${name} runs by now: ${service.why}`;
  if (!service.value) return `${name} does not exist any more`;
  const { taskDefinition } = service.value;
  return expected.includes(taskDefinition)
    ? null
    : `${nameOfArn(taskDefinition)} was deployed in ${name} meanwhile`;
}
