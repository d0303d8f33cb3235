import type { AlarmConfig } from './types/alarm.ts';
import type { CleanupConfig } from './types/cleanup.ts';
import type { NotifyConfig } from './types/notify.ts';

export type {
  InhibitRule,
  Matcher,
  NotifyConfig,
  Route,
  TimeInterval,
} from './types/notify.ts';
export type { Receiver } from './types/receivers.ts';

import type { DeployConfig } from './types/deploy.ts';
import type { StackConfig } from './types/stack.ts';

/**
 * What the owner wants, total and normalised: every default filled in, every duration in milliseconds.
 * What people write (`deckhand.yml`) is described by the zod schema in `written.ts`.
 */
export type Config = StackConfig & {
  readonly mode: Mode;
  readonly restart: RestartConfig;
  readonly cleanup: CleanupConfig;
  readonly deploy: DeployConfig;
  readonly alarm: AlarmConfig;
  readonly notify: NotifyConfig;
};

/** `observe` decides and tells, and does nothing else. `act` does what was decided. */
export type Mode = 'observe' | 'act';

export type RestartConfig = {
  readonly mode: Mode;
  /** First match wins. The last rule is always the default one, whose `match` is empty. */
  readonly rules: readonly RestartRule[];
  readonly budget: Budget;
  /** The owner's own stop causes, asked before the built-in catalogue. */
  readonly causes: readonly Cause[];
};

export type Budget = {
  readonly restarts: number;
  readonly per: 'cluster' | 'account';
  readonly windowMs: number;
};

export type RestartRule = {
  readonly match: Match;
  readonly mode: Mode;
  /** AWS Batch's word: how many times a task may run again, 0 to 10. */
  readonly attempts: number;
  readonly evaluateOnExit: readonly EvaluateOnExit[];
  readonly backoff: Backoff;
  /** A task that ran at least this long before it failed starts counting attempts afresh. */
  readonly resetAfterMs: number;
  /** Capacity provider to use after a Spot interruption, or `null` to use the same one again. */
  readonly spotFallback: string | null;
  readonly outOfMemory: OutOfMemory | null;
  /** How to launch tasks whose own launch nobody remembers. */
  readonly launch: LaunchConfig | null;
  readonly crashLoop: CrashLoop;
};

/** Globs (`*` any run, `?` one character) that must all match; an absent one matches everything. */
export type Match = {
  readonly cluster?: string;
  readonly family?: string;
  readonly service?: string;
  readonly group?: string;
  readonly startedBy?: string;
};

/** One of AWS Batch's `evaluateOnExit` conditions; every pattern given must match. Patterns may end in `*`. */
export type EvaluateOnExit = {
  readonly action: 'RETRY' | 'EXIT';
  readonly onExitCode?: string;
  /** Matches a container's `reason`. */
  readonly onReason?: string;
  /** Matches the task's `stoppedReason`. */
  readonly onStatusReason?: string;
  /** Matches the task's `stopCode`; ours, Batch has no such field. */
  readonly onStopCode?: string;
};

export type Backoff = {
  readonly initialDelayMs: number;
  readonly rate: number;
  readonly maxDelayMs: number;
  readonly jitter: 'full' | 'none';
};

/** Restart once with `factor` times the memory, never more than `maxMemoryMiB`. */
export type OutOfMemory = { readonly factor: number; readonly maxMemoryMiB: number };

export type CrashLoop = {
  readonly stops: number;
  readonly withinMs: number;
  readonly then: 'notify' | 'rollback' | 'pause';
};

/** The part of a RunTask request that an event does not tell. */
export type LaunchConfig = {
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly {
    readonly capacityProvider: string;
    readonly weight?: number;
    readonly base?: number;
  }[];
  readonly platformVersion?: string;
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly assignPublicIp?: 'ENABLED' | 'DISABLED';
};

/** What kind of thing a stop is, which is what decides whether trying again makes sense. */
export type CauseClass =
  | 'normal'
  | 'transient'
  | 'capacity'
  | 'application'
  | 'permanent'
  | 'unknown';

/** One row of the stop-cause catalogue: data, matched top to bottom, first match wins. */
export type Cause = {
  /** Stable name, kebab-case, used in incident keys and labels: `out-of-memory`. */
  readonly id: string;
  readonly when: CauseWhen;
  /** What happened, in words: "Container killed: out of memory". */
  readonly cause: string;
  readonly class: CauseClass;
  /** How often trying again is worth it: 0 never, `bounded` as often as the rule's `attempts` allow. */
  readonly restarts: number | 'bounded';
  /** Least time to wait before trying again, in milliseconds. */
  readonly minDelayMs?: number;
  readonly hint: string;
  /** Where the fact comes from. */
  readonly source: string;
};

/** Conditions of a row: all that are given must hold; within one list any entry may. Texts match anywhere, case-insensitively, `*` is any run. */
export type CauseWhen = {
  readonly stopCode?: readonly string[];
  readonly stoppedReason?: readonly string[];
  /** Any container's `reason`. */
  readonly containerReason?: readonly string[];
  /** `stoppedReason` or any container's `reason`; every entry of `allOf` must be found, too. */
  readonly anyReason?: readonly string[];
  readonly allOf?: readonly string[];
  /** Exit code of the container that ended the task: see `shared/restart/diagnose.ts`. */
  readonly exitCode?: readonly number[];
  /** True: no container has an exit code, none ever started. */
  readonly neverStarted?: boolean;
  /** True: the container that ended the task ended with 0. */
  readonly allExitedZero?: boolean;
  readonly owner?: readonly ('service' | 'standalone')[];
  readonly launchType?: readonly string[];
  /** For things that are not a stop: a service event's `eventName`, an AWS Health `eventTypeCode`. */
  readonly eventName?: readonly string[];
};
