import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import type { TaskInterrupted, TaskStopped } from '../core/signal.ts';
import type { Task } from '../core/task.ts';
import { Envelope, eventOf } from './envelope.ts';
import { Moment, read } from './read.ts';
import { TaskOverride } from './task-override.ts';

const Container = z.object({
  name: z.string(),
  image: z.exactOptional(z.string()),
  imageDigest: z.exactOptional(z.string()),
  runtimeId: z.exactOptional(z.string()),
  lastStatus: z.exactOptional(z.string()),
  exitCode: z.exactOptional(z.number()),
  reason: z.exactOptional(z.string()),
});

const Attachment = z.object({
  details: z._default(
    z.array(z.object({ name: z.string(), value: z.exactOptional(z.string()) })),
    [],
  ),
});

/** `ECS Task State Change`. Source: Amazon ECS developer guide, ecs_task_events; API reference, Task and Container. */
const TaskStateChange = z.object({
  ...Envelope,
  detail: z.object({
    taskArn: z.string(),
    clusterArn: z.string(),
    taskDefinitionArn: z.string(),
    containers: z._default(z.array(Container), []),
    attachments: z._default(z.array(Attachment), []),
    version: z.number(),
    lastStatus: z.string(),
    desiredStatus: z.string(),
    group: z.exactOptional(z.string()),
    startedBy: z.exactOptional(z.string()),
    stopCode: z.exactOptional(z.string()),
    stoppedReason: z.exactOptional(z.string()),
    launchType: z.exactOptional(z.string()),
    capacityProviderName: z.exactOptional(z.string()),
    platformVersion: z.exactOptional(z.string()),
    availabilityZone: z.exactOptional(z.string()),
    containerInstanceArn: z.exactOptional(z.string()),
    cpu: z.exactOptional(z.string()),
    memory: z.exactOptional(z.string()),
    enableExecuteCommand: z.exactOptional(z.boolean()),
    ephemeralStorage: z.exactOptional(z.object({ sizeInGiB: z.number() })),
    overrides: z.exactOptional(TaskOverride),
    createdAt: z.exactOptional(Moment),
    startedAt: z.exactOptional(Moment),
    stoppedAt: z.exactOptional(Moment),
  }),
});

/** What a Spot interruption, or another loss of capacity, is announced with while the task still runs. */
const noticeCodes: readonly string[] = ['TerminationNotice', 'SpotInterruption'];

/**
 * Reads an `ECS Task State Change`: a task that reached STOPPED, or one that is warned of losing its Spot
 * capacity. Throws `NotOurs` for every other change, `BadInput` for what is malformed.
 */
export function readTaskStopped(event: unknown): TaskStopped | TaskInterrupted {
  const ours = eventOf(event, 'aws.ecs', 'ECS Task State Change');
  const { detail, ...envelope } = read(TaskStateChange, ours, 'ECS Task State Change');
  const { attachments, ...rest } = detail;
  const task: Task = { ...rest, ...subnetOf(attachments) };
  const happened = {
    id: `${task.taskArn}#${task.version}`,
    account: envelope.account,
    region: envelope.region,
    task,
  };
  if (task.lastStatus === 'STOPPED') {
    return { kind: 'task-stopped', ...happened, at: task.stoppedAt ?? envelope.time };
  }
  if (task.desiredStatus === 'STOPPED' && noticeCodes.includes(task.stopCode ?? '')) {
    return { kind: 'task-interrupted', ...happened, at: envelope.time };
  }
  throw new NotOurs(
    `the task is ${task.lastStatus}, neither stopped nor about to lose its capacity`,
  );
}

function subnetOf(attachments: readonly z.infer<typeof Attachment>[]): { subnetId?: string } {
  const subnetId = attachments
    .flatMap(({ details }) => details)
    .find(({ name }) => name === 'subnetId')?.value;
  return subnetId === undefined ? {} : { subnetId };
}
