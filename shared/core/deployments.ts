import type { Known } from './known.ts';
import type { Registered, RegistrationBody, WireDefinition } from './rollout.ts';

/** A service deployment as DescribeServiceDeployments tells it, with what its target revision runs. */
export type DeploymentSeen = {
  readonly serviceDeploymentArn: string;
  /** `PENDING IN_PROGRESS SUCCESSFUL STOP_REQUESTED STOPPED ROLLBACK_REQUESTED ROLLBACK_IN_PROGRESS ROLLBACK_SUCCESSFUL ROLLBACK_FAILED`. */
  readonly status: string;
  readonly statusReason?: string;
  readonly createdAt: string;
  /** The task definition of the revision that it brings out. */
  readonly taskDefinition: string;
  /** Container -> digest, once ECS has resolved them. */
  readonly digests: Readonly<Record<string, string>>;
};

/** The task definition and the digests that a task of a service runs. */
export type TaskSeen = {
  readonly taskArn: string;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  readonly digests: Readonly<Record<string, string>>;
};

/** What rollouts look at and do in Amazon ECS, besides `Ecs`. */
export type Deployments = {
  readonly readDefinition: (reference: string) => Promise<Known<WireDefinition | null>>;
  readonly register: (body: RegistrationBody) => Promise<Registered>;
  /** The newest deployments of a service, newest first. */
  readonly newest: (
    clusterArn: string,
    serviceArn: string,
  ) => Promise<Known<readonly DeploymentSeen[]>>;
  /** The running tasks of a service; the first hundred, which is enough to tell. */
  readonly tasksOf: (
    clusterArn: string,
    serviceName: string,
  ) => Promise<Known<readonly TaskSeen[]>>;
  /** Has ECS go back to the revision before. False when the deployment cannot be stopped any more. */
  readonly stopAndRollBack: (serviceDeploymentArn: string) => Promise<boolean>;
  readonly clusters: () => Promise<Known<readonly string[]>>;
  /** The ARNs of all of a cluster's services. */
  readonly servicesIn: (clusterArn: string) => Promise<Known<readonly string[]>>;
  /** Ten at a call; those that do not exist are left out. */
  readonly describe: (
    clusterArn: string,
    serviceArns: readonly string[],
  ) => Promise<Known<readonly ServiceSeen[]>>;
};

/** A service as the sweep sees it. */
export type ServiceSeen = {
  readonly serviceArn: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly tags: Readonly<Record<string, string>>;
};
