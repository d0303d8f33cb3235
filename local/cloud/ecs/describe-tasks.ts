import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { type Ecs, hourMs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findTask, taskArnOf } from './state/find.ts';
import { taskInApi } from './wire/task.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  tasks: z.array(z.string()).min(1).max(100),
  include: z.array(z.string()).default([]),
});

/** Describes tasks, stopped ones for an hour after their end. */
export function describeTasks(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, tasks }) =>
      tasks.map((task) => ({
        action: 'ecs:DescribeTasks',
        resource: taskArnOf(ecs.kernel, cluster, task),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      })),
    answer: (input) => {
      const cluster = findCluster(ecs, input.cluster);
      const now = ecs.kernel.time.now();
      const looked = input.tasks.map((reference) => {
        const task = findTask(ecs, cluster, reference);
        const isForgotten = task?.stoppedAt !== undefined && now - task.stoppedAt > hourMs;
        return { reference, task: isForgotten ? undefined : task };
      });
      return {
        tasks: looked.flatMap(({ task }) =>
          task ? [taskInApi(task, input.include.includes('TAGS'))] : [],
        ),
        failures: looked
          .filter(({ task }) => !task)
          .map(({ reference }) => ({
            arn: taskArnOf(ecs.kernel, input.cluster, reference),
            reason: 'MISSING',
          })),
      };
    },
  });
}
