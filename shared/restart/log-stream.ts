import { nameOfArn } from '../core/arn.ts';
import type { TaskDefinition } from '../core/definition.ts';
import { type Known, known, unknown } from '../core/known.ts';
import type { Task } from '../core/task.ts';

export type LogStream = { readonly group: string; readonly name: string; readonly region?: string };

/**
 * Where a container's log is, computed: with the awslogs driver the stream is `prefix/container/task-id`, and on
 * EC2 without a prefix the container's runtime id. Other drivers write elsewhere.
 * Source: Amazon ECS developer guide, using the awslogs log driver.
 */
export function logStreamOf(
  task: Task,
  definition: Known<TaskDefinition | null>,
  containerName: string,
): Known<LogStream> {
  if (!definition.known) return definition;
  const container = definition.value?.containers.find(({ name }) => name === containerName);
  if (!container) return unknown(`the task definition has no container ${containerName}`);
  const { logDriver, logOptions } = container;
  if (logDriver === undefined) return unknown(`${containerName} has no log configuration`);
  if (logDriver !== 'awslogs') return unknown(`${containerName} logs with ${logDriver}`);
  const group = logOptions['awslogs-group'];
  const name = streamName(task, containerName, logOptions['awslogs-stream-prefix']);
  if (!group || !name) return unknown(`the log options of ${containerName} name no stream`);
  const region = logOptions['awslogs-region'];
  return known({ group, name, ...(region ? { region } : {}) });
}

function streamName(task: Task, containerName: string, prefix: string | undefined) {
  if (prefix) return `${prefix}/${containerName}/${nameOfArn(task.taskArn)}`;
  return task.containers.find(({ name }) => name === containerName)?.runtimeId;
}
