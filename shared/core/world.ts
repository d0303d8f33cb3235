import type { SecretRef } from '../config/types/receivers.ts';
import type { Alarms } from './alarms.ts';
import type {
  Graphs,
  PagerDuty,
  SlackBlock,
  SlackPicture,
  SlackWebhook,
  Sns,
  Webhook,
} from './channels.ts';
import type { Ledgers } from './cleanup.ts';
import type { Decision, Lineage, Outcome, RunTask } from './decision.ts';
import type { Service, ServiceDeployment, TaskDefinition } from './definition.ts';
import type { Deployments } from './deployments.ts';
import type { Fleet } from './fleet.ts';
import type { Incident } from './incident.ts';
import type { Inhibitions } from './inhibition.ts';
import type { Json } from './json.ts';
import type { Known } from './known.ts';
import type { Lifecycle, Watches } from './lifecycle.ts';
import type { LoadBalancers } from './load-balancers.ts';
import type { Notice } from './notice.ts';
import type { Facts } from './playbook.ts';
import type { Recorded, RecordKey } from './record.ts';
import type { Registry } from './registry.ts';
import type { Repositories } from './repositories.ts';
import type { RolloutMemory } from './rollout.ts';
import type { Schedules } from './scheduled.ts';
import type { Call, Signal } from './signal.ts';
import type { Silences } from './silence.ts';
import type { Launch, LaunchFailure } from './task.ts';
import type { Uses } from './uses.ts';

/**
 * Everything outside the process. One implementation, in `shared/world/`: the local cloud answers below the
 * SDK's clients, never instead of these.
 *
 * Every method throws `Unavailable` for what a later try may mend (throttling, 5xx, network). Looking answers
 * `Known`: "denied" is an unknown with its reason, "there is none" is a known `null` or an empty list.
 */
export type World = {
  readonly clock: Clock;
  readonly ecs: Ecs;
  readonly deployments: Deployments;
  readonly scheduled: Schedules;
  readonly registry: Registry;
  readonly fleet: Fleet;
  readonly rollouts: RolloutMemory;
  readonly logs: Logs;
  readonly graphs: Graphs;
  readonly launchers: Launchers;
  readonly alarms: Alarms;
  readonly loadBalancers: LoadBalancers;
  readonly memory: Memory;
  readonly records: Records;
  readonly repositories: Repositories;
  readonly uses: Uses;
  readonly ledgers: Ledgers;
  readonly lifecycle: Lifecycle;
  readonly watches: Watches;
  readonly later: Later;
  readonly notices: Notices;
  readonly deadLetters: DeadLetters;
  readonly slack: Slack;
  readonly slackWebhook: SlackWebhook;
  readonly sns: Sns;
  readonly pagerduty: PagerDuty;
  readonly webhook: Webhook;
};

export type Clock = {
  readonly now: () => Date;
  /** Uniform in [0, 1). */
  readonly random: () => number;
};

export type Ecs = {
  /** By ARN, `family:revision` or `family`, with its tags. INACTIVE revisions are found, too. */
  readonly describeTaskDefinition: (reference: string) => Promise<Known<TaskDefinition | null>>;
  /** The last status of the task that carries this `startedBy`; `null` when it has stopped or is about to. */
  readonly statusOf: (clusterArn: string, startedBy: string) => Promise<Known<string | null>>;
  readonly describeService: (
    clusterArn: string,
    serviceArn: string,
  ) => Promise<Known<Service | null>>;
  /** The service's deployments that ended SUCCESSFUL, newest first, with the task definition each brought out. */
  readonly listSuccessfulDeployments: (
    clusterArn: string,
    serviceArn: string,
  ) => Promise<Known<readonly ServiceDeployment[]>>;
  readonly runTask: (request: RunTask) => Promise<RunTaskResult>;
  readonly updateService: (request: {
    readonly clusterArn: string;
    readonly serviceArn: string;
    readonly taskDefinition?: string;
    readonly desiredCount?: number;
  }) => Promise<void>;
};

/** `conflict`: this token already started a task with other parameters; nothing was started now. */
export type RunTaskResult =
  | { readonly started: string }
  | { readonly failures: readonly LaunchFailure[] }
  | { readonly refused: string }
  | { readonly conflict: string };

export type Logs = {
  /** The newest `limit` lines of a stream, oldest first, as they are: redact before showing. */
  readonly tail: (
    group: string,
    stream: string,
    limit: number,
    region?: string,
  ) => Promise<Known<readonly string[]>>;
};

/** What starts tasks besides people: EventBridge rules and EventBridge Scheduler. */
export type Launchers = {
  /** The ECS targets of a rule on the default bus. */
  readonly targetsOfRule: (ruleName: string) => Promise<Known<readonly Launch[]>>;
  /** The ECS targets of schedules of this name, or, where the name was `cut`, of those that begin with it; in all groups. */
  readonly targetsOfSchedules: (name: string, cut: boolean) => Promise<Known<readonly Launch[]>>;
};

/** What Deckhand remembers between events, besides records. */
export type Memory = Silences &
  Inhibitions & {
    /** One read for everything a restart is decided by. */
    readonly restartFacts: (keys: {
      readonly taskArn: string;
      readonly rootTaskArn?: string;
      readonly budgetKey: string;
    }) => Promise<RestartMemory>;
    readonly rememberLaunch: (taskArns: readonly string[], launch: Launch) => Promise<void>;
    readonly rememberLineage: (lineage: Lineage) => Promise<void>;
    /** Takes one restart out of the window, unless none is left. The same `key` twice costs one. */
    readonly spend: (
      budget: { readonly key: string; readonly restarts: number; readonly windowMs: number },
      key: string,
    ) => Promise<{ readonly granted: boolean; readonly used: number }>;
    /** Notes that `id` was seen at `at` under `key`; answers everything seen within `windowMs` before `at`, itself included. Idempotent. */
    readonly sight: (key: string, id: string, at: string, windowMs: number) => Promise<Seen>;
    /** Keeps tags beside what was seen under `key`, in place of those kept before. */
    readonly rememberTags: (key: string, tags: Tags) => Promise<void>;
    /** Everything seen under `key` since `since`. */
    readonly sightings: (key: string, since: string) => Promise<readonly Sighting[]>;
    readonly killSwitch: () => Promise<KillSwitch | null>;
    readonly loadIncident: (receiver: string, incident: string) => Promise<Incident | null>;
    /** Writes it if nobody wrote since it was loaded (`revision`); otherwise throws `Unavailable`. */
    readonly saveIncident: (incident: Incident) => Promise<void>;
  };

export type Sighting = { readonly id: string; readonly at: string };

/** Oldest first; and the tags that were kept with them. */
export type Seen = { readonly sightings: readonly Sighting[]; readonly tags: Tags };

export type Tags = Readonly<Record<string, string>>;

export type KillSwitch = { readonly by: string; readonly at: string; readonly why: string };

export type RestartMemory = {
  readonly launch: Launch | null;
  readonly lineage: Lineage | null;
  /** When each restart of the budget's window was spent, oldest first; callers drop those out of the window. */
  readonly spent: readonly string[];
  readonly killSwitch: KillSwitch | null;
};

/** Leases and records: who works on which signal, and how far it got. Only the engine uses these. */
export type Records = {
  /**
   * Takes the right to work on `key` until `until`. `taken` brings back the record, if an earlier try left one;
   * `done` means nothing is left to do; `busy` that another try holds it.
   */
  readonly lease: (
    key: RecordKey,
    until: Date,
  ) => Promise<
    | { readonly status: 'taken'; readonly recorded: Recorded | null }
    | { readonly status: 'done' }
    | { readonly status: 'busy'; readonly until: string }
  >;
  /** Writes what was decided, before anything of it is done; a decision without actions is done with that. */
  readonly decided: (
    key: RecordKey,
    record: {
      readonly signal: Signal;
      readonly facts: Facts;
      readonly decision: Decision;
    },
  ) => Promise<void>;
  /** Appends one outcome; with `close`, nothing is left to do and the lease ends. */
  readonly append: (key: RecordKey, outcome: Outcome, close: boolean) => Promise<void>;
  readonly read: (key: RecordKey) => Promise<Recorded | null>;
};

/** The queues of calls: `later`, and `cleanup` for what may take minutes. */
export type Later = {
  readonly call: (call: Call, at: string, queue?: 'cleanup') => Promise<void>;
};

/** The FIFO `notices` queue, one message group per receiver. */
export type Notices = {
  readonly send: (receiver: string, notice: Notice) => Promise<void>;
  /** Has the receiver's incident looked at once more; the same `id` within five minutes is one. */
  readonly wake: (receiver: string, incident: string, id: string) => Promise<void>;
  /** Keeps a message that its receiver cannot be told, as it came and with why, until somebody has it delivered again. */
  readonly setAside: (
    message: { readonly id: string; readonly receiver: string; readonly body: string },
    why: string,
  ) => Promise<void>;
  /** Has messages that were received delivered again after `delayMs`, 12 hours at most. */
  readonly putOff: (receiptHandles: readonly string[], delayMs: number) => Promise<void>;
};

/** What could not be understood is kept here, raw, with why. */
export type DeadLetters = {
  readonly keep: (letter: { readonly event: Json; readonly why: string }) => Promise<void>;
};

export type Slack = {
  /** Posts to a channel; answers where the message is, for updating it. Throws `Unavailable` or `BadInput`. */
  readonly post: (message: SlackMessage) => Promise<SlackPosted>;
  /** False when the message is gone or can no longer be edited: post anew. */
  readonly update: (posted: SlackPosted, message: SlackMessage) => Promise<boolean>;
  readonly reply: (posted: SlackPosted, message: SlackMessage) => Promise<void>;
  /**
   * Answers the file's id, for an image block; with `posted`, the picture is shown in that thread as well. Slack may
   * need a moment before it can be shown: until then it refuses messages with it.
   */
  readonly upload: (picture: SlackPicture, posted?: SlackPosted) => Promise<string>;
};

export type SlackMessage = {
  /** Where the bot token is. */
  readonly token: SecretRef;
  readonly channel: string;
  /** What notifications and screen readers show. */
  readonly text: string;
  readonly color?: string;
  /** True: a reply is shown in the channel, too, where people see it. */
  readonly broadcast?: true;
  readonly blocks: readonly SlackBlock[];
};

/** `channel` is the channel's ID, `ts` the message's, a text and never a number. */
export type SlackPosted = { readonly channel: string; readonly ts: string };
