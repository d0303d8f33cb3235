import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { clusterArnOf, findCluster, findTask, taskArnOf } from './state/find.ts';
import { stopTask } from './tasks/stop.ts';
import { taskInApi } from './wire/task.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  task: z.string(),
  reason: z.string().max(255).default('Task stopped by user'),
});

/** Stops a task; it takes its time to end. */
export function stopTaskAction(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, task }) => [
      {
        action: 'ecs:StopTask',
        resource: taskArnOf(ecs.kernel, cluster, task),
        context: { 'ecs:cluster': clusterArnOf(ecs.kernel, cluster) },
      },
    ],
    answer: ({ cluster, task, reason }) => {
      const found = findTask(ecs, findCluster(ecs, cluster), task);
      if (!found) {
        throw new ApiError('InvalidParameterException', 'The referenced task was not found.');
      }
      stopTask(ecs, found, { stopCode: 'UserInitiated', stoppedReason: reason });
      return { task: taskInApi(found, false) };
    },
  });
}
