import { ApiError } from '../../types.ts';
import type { Ecs } from './ecs.ts';
import { lookUpTaskDefinition } from './find.ts';
import type { Tag } from './shapes.ts';

/** Whatever an ARN stands for that can carry tags. */
export function findTagged(ecs: Ecs, resourceArn: string): { tags: readonly Tag[] } {
  const found =
    ecs.clusters.get(resourceArn) ??
    ecs.services.get(resourceArn) ??
    ecs.tasks.get(resourceArn) ??
    ecs.instances.get(resourceArn) ??
    (resourceArn.includes(':task-definition/')
      ? lookUpTaskDefinition(ecs, resourceArn)
      : undefined);
  if (found) return found;
  throw new ApiError(
    'InvalidParameterException',
    'The specified resource is inactive or does not exist. Specify a valid resource and try again.',
  );
}
