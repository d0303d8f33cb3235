import type { Behaviour } from './program.ts';
import type { Deployment, Service } from './service.ts';
import type {
  ContainerDefinition,
  LaunchType,
  NetworkConfiguration,
  Overrides,
  StrategyItem,
  Tag,
} from './shapes.ts';

/** What the local ECS keeps, changed in place. Times are milliseconds since 1970; only `wire/` writes them as AWS does. */
export type Cluster = {
  readonly clusterArn: string;
  readonly clusterName: string;
  status: ClusterStatus;
  capacityProviders: readonly string[];
  defaultCapacityProviderStrategy: readonly StrategyItem[];
  tags: readonly Tag[];
  readonly settings: readonly unknown[];
};

export type ClusterStatus = 'ACTIVE' | 'PROVISIONING' | 'DEPROVISIONING' | 'FAILED' | 'INACTIVE';

export type TaskDefinition = {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  readonly networkMode?: string | undefined;
  readonly requiresCompatibilities?: readonly string[] | undefined;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
  readonly containerDefinitions: readonly ContainerDefinition[];
  /** Everything as it is described, the fields above among it. */
  readonly described: { readonly [field: string]: unknown };
  deregisteredAt?: number;
  tags: readonly Tag[];
};

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption'
  | 'TerminationNotice';

type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

export type Container = {
  readonly containerArn: string;
  readonly definition: ContainerDefinition;
  readonly memoryMiB: number | undefined;
  imageDigest?: string;
  runtimeId?: string;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  exitCode?: number;
  reason?: string;
  health: Health;
  startedAt?: number;
  restartCount: number;
  networkBindings: readonly NetworkBinding[];
  /** What it does, once it has been started. */
  behaviour?: Behaviour;
  /** Told once it has ended. */
  ended?: (container: Container) => void;
  /** Told when its health check has said something new. */
  healthChanged?: () => void;
  /** True between being allowed to start and having started. */
  starting: boolean;
  /** True once it got SIGTERM. */
  signalled: boolean;
  /** Calls off what this container was going to do. */
  plans: (() => void)[];
};

export type NetworkBinding = {
  readonly bindIP: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: string;
};

export type NetworkInterface = {
  readonly attachmentId: string;
  status: 'PRECREATED' | 'ATTACHED' | 'DELETED';
  readonly subnetId: string;
  networkInterfaceId?: string;
  macAddress?: string;
  privateDnsName?: string;
  privateIPv4Address?: string;
};

export type Task = {
  readonly taskArn: string;
  readonly id: string;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly containers: readonly Container[];
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly availabilityZone?: string | undefined;
  readonly instance?: ContainerInstance | undefined;
  readonly cpu: string;
  readonly memory: string;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly overrides: Overrides;
  readonly enableExecuteCommand: boolean;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly createdAt: number;
  /** Set for tasks of a service. */
  readonly deployment?: Deployment | undefined;
  readonly service?: Service | undefined;
  networkInterface?: NetworkInterface;
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  tags: readonly Tag[];
  connectivityAt?: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
  stopCode?: StopCode;
  stoppedReason?: string;
  /** Whether the load balancer finds it well; true where there is none. */
  targetHealthy: boolean;
  /** True once the load balancer has given up on it. */
  targetFailed?: boolean;
  /** True once the service scheduler has made up its mind whether its end is a failure. */
  judged?: boolean;
  /** Calls off what was going to happen to it. */
  plans: (() => void)[];
};

export type ContainerInstance = {
  readonly containerInstanceArn: string;
  readonly ec2InstanceId: string;
  readonly cluster: Cluster;
  readonly capacityProviderName?: string | undefined;
  readonly availabilityZone: string;
  readonly cpu: number;
  readonly memory: number;
  readonly registeredAt: number;
  readonly attributes: readonly { readonly name: string; readonly value?: string }[];
  readonly launchType: 'EC2' | 'EXTERNAL';
  /** How many network interfaces tasks may have on it. */
  readonly interfaces: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  statusReason?: string;
  agentConnected: boolean;
  version: number;
  tags: readonly Tag[];
};
