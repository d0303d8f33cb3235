import type { AlarmConfiguration, AlarmContributor, AlarmState, MuteDetail } from './alarm.ts';
import type { Happened } from './happened.ts';
import type { ImagePushed, ImageScanned, LifecyclePolicyPut } from './image-signal.ts';
import type { Json } from './json.ts';
import type { Launch, LaunchFailure, Task } from './task.ts';

/** One thing that happened, parsed from an event. Every duplicate delivery gives the same `id`. */
export type Signal =
  | TaskStopped
  | TaskInterrupted
  | TaskLaunched
  | ServiceTrouble
  | DeploymentFailed
  | DeploymentChanged
  | RetirementPlanned
  | AlarmChanged
  | ImagePushed
  | ImageScanned
  | LifecyclePolicyPut
  | CallDue
  | NotUnderstood;

/** A task reached STOPPED. `id` is `taskArn#version`, which AWS repeats in duplicates. */
export type TaskStopped = Happened & { readonly kind: 'task-stopped'; readonly task: Task };

/** Spot capacity is being taken back: the task still runs, for up to two minutes. */
export type TaskInterrupted = Happened & { readonly kind: 'task-interrupted'; readonly task: Task };

/** Somebody called RunTask, as CloudTrail tells it. */
export type TaskLaunched = Happened & {
  readonly kind: 'task-launched';
  readonly launch: Launch;
  readonly startedBy?: string;
  readonly taskArns: readonly string[];
  readonly failures: readonly LaunchFailure[];
  /** Set when the call itself was refused. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Who called: a role session, a user, `scheduler.amazonaws.com`. */
  readonly caller: string;
};

/** An `ECS Service Action` of type WARN or ERROR. */
export type ServiceTrouble = Happened & {
  readonly kind: 'service-trouble';
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly eventType: string;
  readonly eventName: string;
  readonly reason?: string;
};

export type DeploymentFailed = Happened & {
  readonly kind: 'deployment-failed';
  readonly serviceArn: string;
  readonly deploymentId: string;
  readonly reason?: string;
};

/** A deployment began, went on as a rollback, or was completed; one that failed is `deployment-failed`. */
export type DeploymentChanged = Happened & {
  readonly kind: 'deployment-changed';
  readonly serviceArn: string;
  readonly deploymentId: string;
  readonly state: 'IN_PROGRESS' | 'COMPLETED';
  readonly reason?: string;
};

/** AWS Health: Fargate is going to replace these tasks. */
export type RetirementPlanned = Happened & {
  readonly kind: 'retirement-planned';
  readonly eventTypeCode: string;
  readonly taskArns: readonly string[];
  readonly from: string;
};

/**
 * A CloudWatch alarm, or one time series of it, changed its state. `id` is `arn#timestamp#state[#contributor]`, the
 * same for EventBridge, SNS and CloudWatch's own Lambda action; `at` is the timestamp of the state.
 */
export type AlarmChanged = Happened & {
  readonly kind: 'alarm-changed';
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly configuration: AlarmConfiguration;
  readonly state: AlarmState;
  readonly previousState?: AlarmState;
  readonly alarmContributor?: AlarmContributor;
  readonly muteDetail?: MuteDetail;
  /** The alarm's tags, where it hands them on (`AlarmTagsPropagation`). */
  readonly alarmTags: Readonly<Record<string, string>>;
  /** True: the alarm was deleted in this state. */
  readonly deleted?: true;
  /** `SUCCESS`, or why there are no tags although the alarm hands them on. */
  readonly alarmTagsStatus?: string;
};

/** A call we asked for is due: see `Call`. */
export type CallDue = Happened & { readonly kind: 'call-due'; readonly call: Call };

/** A note to ourselves, delivered at its time by the `later` queue, to the playbook that wrote it. */
export type Call = {
  /** The same for every duplicate of this call. */
  readonly id: string;
  readonly playbook: string;
  readonly about: About;
};

/** What a call is about: the playbook's own business, told apart by `what`. */
export type About = { readonly what: string; readonly [detail: string]: unknown };

/** An event that should have been ours and could not be read. `id` is made from the event's own text. */
export type NotUnderstood = Happened & {
  readonly kind: 'not-understood';
  readonly event: Json;
  readonly why: string;
};
