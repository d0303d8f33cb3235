import type { Behaviour } from './program.ts';
import type {
  ContainerDefinition,
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  Overrides,
  Placement,
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

export type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

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

export type Deployment = {
  readonly id: string;
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly revision: ServiceRevision;
  readonly serviceDeployment: ServiceDeployment;
  desiredCount: number;
  failedTasks: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutStateReason: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Starts in a row that never reached RUNNING, which is what ECS slows down for. */
  failedStarts: number;
  /** Not to start anything before this time. */
  notBefore: number;
};

export type Service = {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly cluster: Cluster;
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  readonly deploymentController: string;
  readonly createdAt: number;
  readonly createdBy: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  revision: ServiceRevision;
  /** PRIMARY first. */
  deployments: Deployment[];
  /** Newest first, all of them. */
  serviceDeployments: ServiceDeployment[];
  revisions: ServiceRevision[];
  deploymentConfiguration: DeploymentConfiguration;
  healthCheckGracePeriodSeconds: number;
  enableExecuteCommand: boolean;
  enableECSManagedTags: boolean;
  propagateTags: string;
  placementConstraints: Placement;
  placementStrategy: Placement;
  tags: readonly Tag[];
  /** Newest first. */
  events: { readonly id: string; readonly createdAt: number; readonly message: string }[];
  steady: boolean;
  /** What a rollback goes back to. */
  lastCompleted?: Deployment;
  /** Calls off the next look of the scheduler. */
  nextLook?: (() => void) | undefined;
};

/** What a service runs, apart from how many. */
export type ServiceRevision = {
  readonly serviceRevisionArn: string;
  readonly taskDefinition: TaskDefinition;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy: readonly StrategyItem[];
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly serviceRegistries: readonly unknown[];
  readonly createdAt: number;
  /** Digest by container, once the first task has pulled: what keeps all tasks of a revision the same. */
  readonly digests: Map<string, string>;
};

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

export type ServiceDeployment = {
  readonly serviceDeploymentArn: string;
  readonly targetRevision: ServiceRevision;
  readonly sourceRevisions: readonly ServiceRevision[];
  readonly createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  updatedAt: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  rollback?: {
    readonly reason: string;
    readonly startedAt: number;
    readonly serviceRevisionArn: string;
  };
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
