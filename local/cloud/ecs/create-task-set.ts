import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { digits, ecsArn } from './state/arns.ts';
import type { Ecs } from './state/ecs.ts';
import { findActiveService, findCluster, findTaskDefinition, serviceArnOf } from './state/find.ts';

const Input = z.looseObject({
  cluster: z.string(),
  service: z.string(),
  taskDefinition: z.string(),
});

/** Adds a task set to a service of CodeDeploy or of somebody else's controller, to be looked at; it starts nothing. */
export function createTaskSet(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ cluster, service }) => [
      { action: 'ecs:CreateTaskSet', resource: serviceArnOf(ecs.kernel, cluster, service) },
    ],
    answer: (input) => {
      const service = findActiveService(ecs, findCluster(ecs, input.cluster), input.service);
      if (service.deploymentController === 'ECS') {
        const message = 'Task sets are only for services with an EXTERNAL deployment controller.';
        throw new ApiError('InvalidParameterException', message);
      }
      const id = `ecs-svc/${digits(ecs.kernel, 19)}`;
      const path = `${service.cluster.clusterName}/${service.serviceName}/${id}`;
      const taskSet = {
        id,
        taskSetArn: ecsArn(ecs.kernel, `task-set/${path}`),
        taskDefinition: findTaskDefinition(ecs, input.taskDefinition),
      };
      service.taskSets.push(taskSet);
      const { taskDefinition, ...rest } = taskSet;
      return { taskSet: { ...rest, taskDefinition: taskDefinition.taskDefinitionArn } };
    },
  });
}
