/** A task definition as DescribeTaskDefinition tells it: the fields we read, in AWS's own words. */
export type TaskDefinition = {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly networkMode?: string;
  readonly requiresCompatibilities: readonly string[];
  /** In CPU units and MiB, as text. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  /** Who registered the revision: a user's or a role session's ARN. */
  readonly registeredBy?: string;
  readonly containers: readonly ContainerDefinition[];
  readonly tags: Readonly<Record<string, string>>;
};

export type ContainerDefinition = {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  /** Hard and soft limits in MiB. */
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly logDriver?: string;
  readonly logOptions: Readonly<Record<string, string>>;
  /** Names only: values may be secrets. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  /** Those for us, `deckhand.…`; absent where there are none. */
  readonly labels?: Readonly<Record<string, string>>;
};

/** A service as DescribeServices tells it, as far as we ask. */
export type Service = {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly schedulingStrategy: string;
  readonly deploymentController: string;
  /** `ROLLING BLUE_GREEN LINEAR CANARY`. */
  readonly strategy: string;
  /** Whether ECS itself gives up deployments whose tasks fail. */
  readonly circuitBreaker: boolean;
  readonly deployments: readonly {
    readonly id: string;
    readonly status: string;
    readonly taskDefinition: string;
    readonly rolloutState?: string;
    readonly createdAt?: string;
  }[];
  readonly tags: Readonly<Record<string, string>>;
};

/** A finished or running service deployment, newest first in any list of ours. */
export type ServiceDeployment = {
  readonly serviceDeploymentArn: string;
  readonly status: string;
  /** The task definition of the revision this deployment brought out. */
  readonly taskDefinition: string;
  readonly createdAt: string;
};
