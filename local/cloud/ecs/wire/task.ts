import type { Body } from '../../types.ts';
import type { Container, NetworkInterface, Task } from '../state/model.ts';

/** How a moment is written: seconds in the API, ISO 8601 in events. */
type Moment = (atMs: number | undefined) => string | number | undefined;

export const inSeconds = (atMs: number | undefined): number | undefined =>
  atMs === undefined ? undefined : atMs / 1_000;

export const inIso = (atMs: number | undefined): string | undefined =>
  atMs === undefined ? undefined : new Date(atMs).toISOString();

/** A task as the API describes it. Tags only when asked for. */
export function taskInApi(task: Task, withTags: boolean): Body {
  return {
    ...taskFields(task, inSeconds),
    attachments: attachments(task.networkInterface, 'ElasticNetworkInterface'),
    containers: task.containers.map((container) => ({
      ...containerFields(task, container),
      networkBindings: container.networkBindings,
      healthStatus: container.health,
    })),
    healthStatus: healthOf(task),
    tags: withTags ? task.tags : [],
  };
}

/** A task as an event tells it: without health and tags, which events of ECS do not carry. */
export function taskInEvent(task: Task, now: number): Body {
  return {
    ...taskFields(task, inIso),
    attachments: attachments(task.networkInterface, 'eni'),
    containers: task.containers.map((container) => ({
      ...containerFields(task, container),
      ...(container.networkBindings.length > 0
        ? { networkBindings: container.networkBindings }
        : {}),
    })),
    updatedAt: inIso(now),
  };
}

function taskFields(task: Task, moment: Moment): Body {
  return {
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    availabilityZone: task.availabilityZone,
    capacityProviderName: task.capacityProviderName,
    clusterArn: task.cluster.clusterArn,
    connectivity: task.connectivityAt === undefined ? undefined : 'CONNECTED',
    connectivityAt: moment(task.connectivityAt),
    containerInstanceArn: task.instance?.containerInstanceArn,
    cpu: task.cpu,
    createdAt: moment(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    ephemeralStorage: ephemeralStorageOf(task),
    executionStoppedAt: moment(task.executionStoppedAt),
    group: task.group,
    lastStatus: task.lastStatus,
    launchType: task.launchType,
    memory: task.memory,
    overrides: { containerOverrides: [], ...task.overrides },
    platformFamily: task.platformFamily,
    platformVersion: task.platformVersion,
    pullStartedAt: moment(task.pullStartedAt),
    pullStoppedAt: moment(task.pullStoppedAt),
    startedAt: moment(task.startedAt),
    startedBy: task.startedBy,
    stopCode: task.stopCode,
    stoppedAt: moment(task.stoppedAt),
    stoppedReason: task.stoppedReason,
    stoppingAt: moment(task.stoppingAt),
    taskArn: task.taskArn,
    taskDefinitionArn: task.definition.taskDefinitionArn,
    version: task.version,
  };
}

function ephemeralStorageOf(task: Task): unknown {
  if (task.launchType !== 'FARGATE') return undefined;
  const asked = task.overrides.ephemeralStorage ?? task.definition.described.ephemeralStorage;
  return asked ?? { sizeInGiB: 20 };
}

function containerFields(task: Task, container: Container): Body {
  const { definition } = container;
  const override = task.overrides.containerOverrides?.find(({ name }) => name === definition.name);
  const network = task.networkInterface;
  return {
    containerArn: container.containerArn,
    taskArn: task.taskArn,
    name: definition.name,
    image: definition.image,
    imageDigest: container.imageDigest,
    runtimeId: container.runtimeId,
    lastStatus: container.lastStatus,
    exitCode: container.exitCode,
    reason: container.reason,
    networkInterfaces: network?.privateIPv4Address
      ? [{ attachmentId: network.attachmentId, privateIpv4Address: network.privateIPv4Address }]
      : [],
    cpu: `${override?.cpu ?? definition.cpu ?? 0}`,
    memory: textOf(override?.memory ?? definition.memory),
    memoryReservation: textOf(override?.memoryReservation ?? definition.memoryReservation),
  };
}

const textOf = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : `${value}`;

function attachments(network: NetworkInterface | undefined, type: string): readonly Body[] {
  if (!network) return [];
  const details = [
    ['subnetId', network.subnetId],
    ['networkInterfaceId', network.networkInterfaceId],
    ['macAddress', network.macAddress],
    ['privateDnsName', network.privateDnsName],
    ['privateIPv4Address', network.privateIPv4Address],
  ];
  return [
    {
      id: network.attachmentId,
      type,
      status: network.status,
      details: details
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => ({ name, value })),
    },
  ];
}

/** UNHEALTHY as soon as one essential container is; UNKNOWN while one that is checked has not said. */
function healthOf(task: Task): string {
  const checked = task.containers.filter(
    ({ definition }) => definition.healthCheck && definition.essential !== false,
  );
  if (checked.length === 0) return 'UNKNOWN';
  if (checked.some(({ health }) => health === 'UNHEALTHY')) return 'UNHEALTHY';
  return checked.every(({ health }) => health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}
