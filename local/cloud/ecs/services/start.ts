import { type Ecs, minuteMs } from '../state/ecs.ts';
import type { ContainerInstance, Task } from '../state/model.ts';
import type { Deployment, Service, ServiceRevision } from '../state/service.ts';
import type { Tag } from '../state/shapes.ts';
import { type Capacity, computeFor, findCapacity, noFargateCapacity } from '../tasks/compute.ts';
import { createTask } from '../tasks/create.ts';
import { whatLacks } from '../tasks/place.ts';
import { emitAction, note } from './events.ts';
import { liveTasks } from './tasks.ts';

/** How long the scheduler waits after it found no room. */
const placementRetryMs = minuteMs;

/** Starts up to `count` tasks of a deployment; where there is no room, says so and waits a while. */
export function startTasks(
  ecs: Ecs,
  service: Service,
  deployment: Deployment,
  count: number,
  on?: ContainerInstance,
): void {
  const started: Task[] = [];
  for (let index = 0; index < count; index += 1) {
    const task = startOne(ecs, service, deployment, on);
    if (!task) break;
    started.push(task);
  }
  if (started.length === 0) return;
  const names = started.map(({ id }) => `(task ${id})`).join(' ');
  note(ecs, service, `has started ${started.length} tasks: ${names}.`);
}

function startOne(
  ecs: Ecs,
  service: Service,
  deployment: Deployment,
  on: ContainerInstance | undefined,
): Task | null {
  const { revision } = deployment;
  const siblings = liveTasks(ecs, service).filter((task) => task.deployment === deployment);
  const compute = on
    ? { launchType: on.launchType, capacityProviderName: on.capacityProviderName }
    : computeFor(ecs, service.cluster, askedOf(revision), siblings.length);
  const capacity = on
    ? roomOn(ecs, on, deployment)
    : findCapacity(ecs, service.cluster, revision.taskDefinition, compute, {});
  if ('failures' in capacity) {
    cannotPlace(ecs, service, deployment, capacity.failures);
    return null;
  }
  return createTask(ecs, {
    ...compute,
    cluster: service.cluster,
    definition: revision.taskDefinition,
    instance: capacity.instance,
    platformVersion: revision.platformVersion,
    networkConfiguration: revision.networkConfiguration,
    overrides: {},
    group: `service:${service.serviceName}`,
    startedBy: deployment.id,
    enableExecuteCommand: service.enableExecuteCommand,
    tags: tagsFor(service, deployment),
    service,
    deployment,
  });
}

/** A strategy, where there is one, is what was asked for; the launch type only says what it comes to. */
const askedOf = ({ launchType, capacityProviderStrategy }: ServiceRevision) =>
  capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType };

function roomOn(ecs: Ecs, instance: ContainerInstance, { revision }: Deployment): Capacity {
  const lacks = whatLacks(ecs, instance, revision.taskDefinition, {});
  if (lacks === null) return { instance };
  return { failures: [{ arn: instance.containerInstanceArn, reason: lacks }] };
}

const inWords: { readonly [reason: string]: string } = {
  'RESOURCE:CPU': 'has insufficient CPU units available',
  'RESOURCE:MEMORY': 'has insufficient memory available',
  'RESOURCE:PORTS': 'is already using a port required by your task',
  'RESOURCE:ENI': 'has insufficient network interfaces available',
  AGENT: 'has the agent disconnected',
};

function cannotPlace(
  ecs: Ecs,
  service: Service,
  deployment: Deployment,
  failures: readonly { readonly arn?: string; readonly reason: string }[],
): void {
  deployment.notBefore = ecs.kernel.time.now() + placementRetryMs;
  const [first] = failures;
  if (!first) return;
  const isFargate = first.reason === noFargateCapacity;
  const reason = isFargate ? 'RESOURCE:FARGATE' : first.reason;
  note(ecs, service, messageOf(first));
  emitAction(ecs, service, 'ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE', {
    reason,
    ...(first.arn ? { containerInstanceArns: failures.flatMap(({ arn }) => arn ?? []) } : {}),
  });
}

function messageOf({ arn, reason }: { readonly arn?: string; readonly reason: string }): string {
  if (reason === noFargateCapacity) return `was unable to place a task. Reason: ${reason}.`;
  const start =
    'was unable to place a task because no container instance met all of its requirements.';
  if (arn === undefined)
    return `${start} Reason: No Container Instances were found in your cluster.`;
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  return `${start} The closest matching (container-instance ${id}) ${inWords[reason] ?? reason}.`;
}

function tagsFor(service: Service, { revision }: Deployment): readonly Tag[] {
  const managed: readonly Tag[] = service.enableECSManagedTags
    ? [
        { key: 'aws:ecs:clusterName', value: service.cluster.clusterName },
        { key: 'aws:ecs:serviceName', value: service.serviceName },
      ]
    : [];
  if (service.propagateTags === 'SERVICE') return [...managed, ...service.tags];
  if (service.propagateTags === 'TASK_DEFINITION') {
    return [...managed, ...revision.taskDefinition.tags];
  }
  return managed;
}
