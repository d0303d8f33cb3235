/** A task as an `ECS Task State Change` event tells it: only the fields we need, in AWS's own words. */
export type Task = {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly containers: readonly Container[];
  readonly version: number;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly group?: string;
  readonly startedBy?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** `EC2`, `FARGATE`, `EXTERNAL`, `MANAGED_INSTANCES`, or what comes next. */
  readonly launchType?: string;
  readonly capacityProviderName?: string;
  readonly platformVersion?: string;
  readonly availabilityZone?: string;
  readonly containerInstanceArn?: string;
  /** In CPU units and MiB, as text, as AWS writes them. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly enableExecuteCommand?: boolean;
  readonly ephemeralStorage?: { readonly sizeInGiB: number };
  readonly overrides?: TaskOverride;
  /** The subnet of the task's network interface, from `attachments`; bridge and host tasks have none. */
  readonly subnetId?: string;
  /** Times are ISO 8601 with zone. */
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
};

export type Container = {
  readonly name: string;
  readonly image?: string;
  readonly imageDigest?: string;
  readonly runtimeId?: string;
  readonly lastStatus?: string;
  /** Absent when the container never started. */
  readonly exitCode?: number;
  readonly reason?: string;
};

/** RunTask's `overrides`, kept as it came. */
export type TaskOverride = {
  readonly containerOverrides?: readonly ContainerOverride[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly ephemeralStorage?: { readonly sizeInGiB: number };
  readonly [other: string]: unknown;
};

export type ContainerOverride = {
  readonly name?: string;
  readonly command?: readonly string[];
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly [other: string]: unknown;
};

/**
 * How a task was started: RunTask's request, less `count`, `clientToken` and `startedBy`.
 * Source: Amazon ECS API reference, RunTask.
 */
export type Launch = {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly networkConfiguration?: { readonly awsvpcConfiguration: AwsVpcConfiguration };
  readonly overrides?: TaskOverride;
  readonly group?: string;
  readonly placementConstraints?: readonly {
    readonly type?: string;
    readonly expression?: string;
  }[];
  readonly placementStrategy?: readonly { readonly type?: string; readonly field?: string }[];
  readonly platformVersion?: string;
  readonly enableExecuteCommand?: boolean;
  readonly enableECSManagedTags?: boolean;
  readonly propagateTags?: string;
  readonly referenceId?: string;
  readonly tags?: readonly Tag[];
  readonly volumeConfigurations?: readonly { readonly [field: string]: unknown }[];
};

export type CapacityProviderStrategyItem = {
  readonly capacityProvider: string;
  readonly weight?: number;
  readonly base?: number;
};

export type AwsVpcConfiguration = {
  readonly subnets: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly assignPublicIp?: string;
};

export type Tag = { readonly key: string; readonly value: string };

/** One entry of RunTask's `failures`: `reason` is a word like `RESOURCE:MEMORY`. */
export type LaunchFailure = {
  readonly arn?: string;
  readonly reason?: string;
  readonly detail?: string;
};
