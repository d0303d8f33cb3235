import { z } from 'zod';
import { action, page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { ecsArn, lastPart } from './state/arns.ts';
import { type Ecs, hourMs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findInstance, findService } from './state/find.ts';
import { LaunchType } from './state/shapes.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  containerInstance: z.string().optional(),
  family: z.string().optional(),
  serviceName: z.string().optional(),
  startedBy: z.string().optional(),
  desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
  launchType: LaunchType.optional(),
  maxResults: z.number().min(1).max(100).default(100),
  nextToken: z.string().optional(),
});

/** Lists the tasks that every given filter fits, newest last. */
export function listTasks(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, containerInstance }) => {
      const clusterArn = clusterArnOf(ecs.kernel, cluster);
      const instance = lastPart(containerInstance ?? '*');
      return [
        {
          action: 'ecs:ListTasks',
          resource: ecsArn(ecs.kernel, `container-instance/${lastPart(clusterArn)}/${instance}`),
          context: { 'ecs:cluster': clusterArn },
        },
      ];
    },
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const service = input.serviceName && findService(ecs, cluster, input.serviceName);
      const instance =
        input.containerInstance && findInstance(ecs, cluster, input.containerInstance);
      const now = ecs.kernel.time.now();
      const arns = [...ecs.tasks.values()]
        .filter(
          (task) =>
            task.cluster === cluster &&
            task.desiredStatus === input.desiredStatus &&
            (task.stoppedAt === undefined || now - task.stoppedAt <= hourMs) &&
            (input.family === undefined || task.definition.family === input.family) &&
            (!service || task.service === service) &&
            (input.startedBy === undefined || task.startedBy === input.startedBy) &&
            (input.launchType === undefined || task.launchType === input.launchType) &&
            (input.containerInstance === undefined || task.instance === instance),
        )
        .map(({ taskArn }) => taskArn);
      const shown = page(arns, input.nextToken, input.maxResults);
      return { taskArns: shown.items, nextToken: shown.nextToken };
    },
  });
}
