import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Aws } from './aws.ts';

export const createCluster = (aws: Aws, clusterName: string) =>
  aws.ecs.send(new CreateClusterCommand({ clusterName }));

/** Registers revision after revision of a Fargate family, up to this one. */
export async function register(
  aws: Aws,
  family: string,
  image: string,
  revision = 1,
): Promise<void> {
  for (let registered = 0; registered < revision; registered += 1) {
    await aws.ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'app', image, essential: true }],
      }),
    );
  }
}

/** The cluster's tasks of a family that have not stopped. */
export async function tasksOf(aws: Aws, cluster: string, family: string): Promise<readonly Task[]> {
  const { taskArns = [] } = await aws.ecs.send(new ListTasksCommand({ cluster, family }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks;
}
