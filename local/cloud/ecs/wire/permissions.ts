import type { Permission } from '../../types.ts';
import type { TaskDefinition } from '../state/model.ts';
import type { Overrides, VolumeConfiguration } from '../state/shapes.ts';

/** What giving tags while creating something asks for, besides the creation itself. */
export function tagging(
  createAction: string,
  resource: string,
  tags: readonly unknown[] | undefined,
): readonly Permission[] {
  if (!tags || tags.length === 0) return [];
  return [{ action: 'ecs:TagResource', resource, context: { 'ecs:CreateAction': createAction } }];
}

/** The roles that a task is handed: the definition's, or those of the overrides. */
export function passingRoles(
  definition: TaskDefinition | undefined,
  overrides: Overrides | undefined,
): readonly Permission[] {
  const roles = [
    overrides?.taskRoleArn ?? definition?.taskRoleArn,
    overrides?.executionRoleArn ?? definition?.executionRoleArn,
  ];
  return passing(roles, 'ecs-tasks.amazonaws.com');
}

/** The roles that ECS itself is handed, to make and remove a task's EBS volumes with. */
export const passingVolumeRoles = (
  volumes: readonly VolumeConfiguration[],
): readonly Permission[] =>
  passing(
    volumes.map(({ managedEBSVolume }) => managedEBSVolume?.roleArn),
    'ecs.amazonaws.com',
  );

function passing(roles: readonly (string | undefined)[], service: string): readonly Permission[] {
  const distinct = [...new Set(roles.filter((role) => role !== undefined))];
  return distinct.map((resource) => ({
    action: 'iam:PassRole',
    resource,
    context: { 'iam:PassedToService': service },
  }));
}
