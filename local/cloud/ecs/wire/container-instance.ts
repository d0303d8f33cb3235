import type { Body } from '../../types.ts';
import type { Ecs } from '../state/ecs.ts';
import type { ContainerInstance } from '../state/model.ts';
import { remainingOf, tasksOn } from '../tasks/place.ts';
import { inIso, inSeconds } from './task.ts';

/** Counts a change of a container instance and tells the bus: `ECS Container Instance State Change`. */
export function instanceChanged(ecs: Ecs, instance: ContainerInstance): void {
  instance.version += 1;
  ecs.kernel.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Container Instance State Change',
    resources: [instance.containerInstanceArn],
    detail: {
      ...instanceFields(ecs, instance),
      clusterArn: instance.cluster.clusterArn,
      updatedAt: inIso(ecs.kernel.time.now()),
    },
  });
}

export function instanceInApi(ecs: Ecs, instance: ContainerInstance, withTags: boolean): Body {
  const tasks = tasksOn(ecs, instance);
  return {
    ...instanceFields(ecs, instance),
    registeredAt: inSeconds(instance.registeredAt),
    capacityProviderName: instance.capacityProviderName,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'PENDING').length,
    attachments: [],
    tags: withTags ? instance.tags : [],
  };
}

function instanceFields(ecs: Ecs, instance: ContainerInstance): Body {
  const remaining = remainingOf(ecs, instance);
  const zone = { name: 'ecs.availability-zone', value: instance.availabilityZone };
  return {
    agentConnected: instance.agentConnected,
    attributes: [...instance.attributes, zone],
    containerInstanceArn: instance.containerInstanceArn,
    ec2InstanceId: instance.ec2InstanceId,
    registeredResources: resources(instance.cpu, instance.memory, []),
    remainingResources: resources(remaining.cpu, remaining.memory, [...remaining.ports]),
    status: instance.status,
    statusReason: instance.statusReason,
    version: instance.version,
    versionInfo: { agentVersion: '1.86.0', agentHash: '4023248', dockerVersion: '25.0.6' },
  };
}

/** Ports of the host and its agent are never free: ssh, Docker, the agent's own. */
const ownPorts = [22, 2375, 2376, 51678, 51679];

function resources(cpu: number, memory: number, ports: readonly number[]): readonly Body[] {
  const integer = (name: string, integerValue: number): Body => ({
    name,
    type: 'INTEGER',
    integerValue,
  });
  const set = (name: string, values: readonly number[]): Body => ({
    name,
    type: 'STRINGSET',
    stringSetValue: values.map(String),
  });
  return [
    integer('CPU', cpu),
    integer('MEMORY', memory),
    set('PORTS', [...ownPorts, ...ports]),
    set('PORTS_UDP', []),
  ];
}
