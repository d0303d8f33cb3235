import type { Cluster, TaskDefinition } from './model.ts';
import type {
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  Placement,
  StrategyItem,
  Tag,
} from './shapes.ts';

/** One rollout of a service revision, as DescribeServices lists it: `ecs-svc/…`. */
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
  /** Whether an alarm of the service was in ALARM when it began. */
  burntBefore: boolean;
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
  readonly taskSets: TaskSet[];
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

/** What CodeDeploy or another controller has put up beside what runs already. */
export type TaskSet = {
  readonly id: string;
  readonly taskSetArn: string;
  readonly taskDefinition: TaskDefinition;
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

type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED';

/** The stages that take their time here; hooks, test traffic and reconciling take none. */
export type LifecycleStage = 'SCALE_UP' | 'PRODUCTION_TRAFFIC_SHIFT' | 'BAKE_TIME' | 'CLEAN_UP';

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
  /** How far a deployment that shifts traffic has come: the share of the new revision, and until when it stays so. */
  shift?: { readonly stage: LifecycleStage; readonly percent: number; readonly endsAt: number };
  rollback?: {
    readonly reason: string;
    readonly startedAt: number;
    readonly serviceRevisionArn: string;
  };
};
