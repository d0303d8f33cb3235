import { lookAtCluster } from './services/schedule.ts';
import { ecsArn } from './state/arns.ts';
import type { Ecs } from './state/ecs.ts';
import { findUsableCluster } from './state/find.ts';
import type { ContainerInstance } from './state/model.ts';
import { tasksOn } from './tasks/place.ts';
import { loseTask } from './tasks/stop.ts';
import { instanceChanged } from './wire/container-instance.ts';

type HostParts = {
  readonly cluster: string;
  readonly ec2InstanceId?: string;
  readonly availabilityZone?: string;
  readonly launchType?: 'EC2' | 'EXTERNAL';
  readonly capacityProviderName?: string;
  /** CPU units and MiB; those of an m5.large unless told. */
  readonly cpu?: number;
  readonly memory?: number;
  /** How many tasks with an own network interface it may have. */
  readonly interfaces?: number;
};

/** The machines below EC2 and External tasks. */
export type Hosts = {
  readonly add: (parts: HostParts) => ContainerInstance;
  /** The machine is gone, and every task on it at once. */
  readonly terminate: (ec2InstanceId: string) => void;
  readonly stop: (ec2InstanceId: string) => void;
  /** Takes the instance out of its cluster by force: its tasks stop. */
  readonly deregister: (ec2InstanceId: string) => void;
  readonly connect: (ec2InstanceId: string, agentConnected: boolean) => void;
  readonly all: () => readonly ContainerInstance[];
};

export function createHosts(ecs: Ecs): Hosts {
  const lose = (id: string, stoppedReason: string) => {
    const instance = hostOf(ecs, id);
    instance.status = 'INACTIVE';
    instance.agentConnected = false;
    for (const task of tasksOn(ecs, instance)) {
      loseTask(ecs, task, { stopCode: 'TerminationNotice', stoppedReason });
    }
    instanceChanged(ecs, instance);
    lookAtCluster(ecs, instance.cluster);
  };
  return {
    add: (parts) => add(ecs, parts),
    terminate: (id) => lose(id, `Host EC2 (instance ${id}) terminated.`),
    stop: (id) => lose(id, `Host EC2 (instance ${id}) stopped.`),
    deregister: (id) => lose(id, 'Container instance deregistration forced by user'),
    connect: (id, agentConnected) => {
      const instance = hostOf(ecs, id);
      instance.agentConnected = agentConnected;
      instanceChanged(ecs, instance);
      lookAtCluster(ecs, instance.cluster);
    },
    all: () => [...ecs.instances.values()],
  };
}

function add(ecs: Ecs, parts: HostParts): ContainerInstance {
  const cluster = findUsableCluster(ecs, parts.cluster);
  const { hex } = ecs.kernel.dice;
  const containerInstanceArn = ecsArn(
    ecs.kernel,
    `container-instance/${cluster.clusterName}/${hex(32)}`,
  );
  const launchType = parts.launchType ?? 'EC2';
  const instance: ContainerInstance = {
    containerInstanceArn,
    ec2InstanceId: parts.ec2InstanceId ?? `${launchType === 'EXTERNAL' ? 'mi' : 'i'}-0${hex(16)}`,
    cluster,
    capacityProviderName: parts.capacityProviderName,
    availabilityZone: parts.availabilityZone ?? `${ecs.kernel.region}a`,
    cpu: parts.cpu ?? 2_048,
    memory: parts.memory ?? 7_764,
    registeredAt: ecs.kernel.time.now(),
    attributes: [{ name: 'ecs.os-type', value: 'linux' }],
    launchType,
    interfaces: parts.interfaces ?? 2,
    status: 'ACTIVE',
    agentConnected: true,
    version: 0,
    tags: [],
  };
  ecs.instances.set(containerInstanceArn, instance);
  instanceChanged(ecs, instance);
  lookAtCluster(ecs, cluster);
  return instance;
}

function hostOf(ecs: Ecs, ec2InstanceId: string): ContainerInstance {
  const found = [...ecs.instances.values()].find((host) => host.ec2InstanceId === ec2InstanceId);
  if (!found) throw new Error(`there is no host ${ec2InstanceId}`);
  return found;
}
