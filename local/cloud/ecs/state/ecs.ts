import type { Kernel } from '../../types.ts';
import type { Registrations } from '../registrations.ts';
import type { Cluster, ContainerInstance, Task, TaskDefinition } from './model.ts';
import type { Program } from './program.ts';
import type { Service } from './service.ts';

/** Everything the local ECS knows, and what it was built with. */
export type Ecs = {
  readonly kernel: Kernel;
  readonly images: ImageSource;
  readonly log: Log;
  readonly logGroupExists: (group: string) => boolean;
  /** Whether a CloudWatch alarm of this name is in ALARM. */
  readonly isInAlarm: (alarmName: string) => boolean;
  /** By ARN. */
  readonly clusters: Map<string, Cluster>;
  /** Revisions by family, oldest first. */
  readonly families: Map<string, TaskDefinition[]>;
  /** By ARN, in order of being started. */
  readonly tasks: Map<string, Task>;
  /** Those of them that have not stopped. */
  readonly live: Set<Task>;
  /** By ARN; an INACTIVE one stays until its name is used again. */
  readonly services: Map<string, Service>;
  readonly instances: Map<string, ContainerInstance>;
  readonly subnets: Map<string, Subnet>;
  /** Newest first: the first that matches is what a container does. */
  readonly programs: Program[];
  /** Capacity providers of AWS that have nothing to give at the moment. */
  readonly exhausted: Set<string>;
  /** What the next calls of RunTask fail with, first in, first out. */
  readonly plannedFailures: (readonly LaunchFailure[])[];
  readonly registrations: Registrations;
  readonly clientTokens: Map<string, RememberedLaunch>;
  /** Told of every change of a task, its health included: how the service scheduler gets to know. */
  readonly watchers: ((task: Task) => void)[];
};

/** How a task gets at its images: `null` when the registry is not this cloud's, and anything can be pulled. */
export type ImageSource = {
  readonly resolve: (image: string) => ResolvedImage | null;
};

type ResolvedImage =
  | { readonly found: true; readonly digest: string }
  | { readonly found: false; readonly missing: 'repository' | 'image' };

/** Takes one line that a container wrote. */
export type Log = (group: string, stream: string, line: string) => void;

export type Subnet = {
  readonly subnetId: string;
  readonly availabilityZone: string;
  /** The first two numbers of its addresses: `10.0`. */
  readonly prefix: string;
  free: number;
  /** Addresses given out so far, which makes the next one. */
  given: number;
};

export type LaunchFailure = {
  readonly arn?: string;
  readonly reason: string;
  readonly detail?: string;
};

type RememberedLaunch = {
  readonly at: number;
  readonly parameters: string;
  readonly tasks: readonly Task[];
};

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
