import type { DeleteImages, KeepLedger, Removed, Stayed } from './cleanup.ts';
import type { Json } from './json.ts';
import type { KeepWatches } from './lifecycle.ts';
import type { Notice } from './notice.ts';
import type { RolloutAction } from './rollout-actions.ts';
import type { Call } from './signal.ts';
import type { Launch } from './task.ts';

/** What a playbook made of the facts. The same value is printed in Slack, by the CLI and in the record. */
export type Decision = {
  /** One word for what comes of it: `restart`, `report`, `ignore`, … */
  readonly verdict: string;
  readonly reasons: readonly Reason[];
  readonly actions: readonly Action[];
};

/** One rule that was asked: whether it holds, and what makes it so, in words. */
export type Reason = {
  readonly rule: string;
  readonly holds: boolean;
  readonly because: string;
};

/** One effect, as data. Performed in order, each at most once. */
export type Action =
  | RunTask
  | UpdateService
  | CallLater
  | RememberLaunch
  | KeepEvent
  | DeleteImages
  | KeepLedger
  | KeepWatches
  | Notify
  | RolloutAction;

/** Start a task again. Costs one restart of `budget`; without one left it is refused. */
export type RunTask = {
  readonly do: 'run-task';
  readonly launch: Launch;
  readonly startedBy: string;
  /** Deterministic per (root task, attempt): the same token never starts a second task. */
  readonly clientToken: string;
  readonly lineage: Lineage;
  readonly budget: { readonly key: string; readonly restarts: number; readonly windowMs: number };
  /** Who to ask when RunTask answers 200 with `failures[]`, or refuses. */
  readonly ifFailed: Call;
};

/** A chain of tasks, each started because the one before it failed. */
export type Lineage = {
  /** The task that all of them stand for. */
  readonly rootTaskArn: string;
  /** `startedBy` of the root task. */
  readonly rootStartedBy: string;
  /** How many restarts there have been, this one included. */
  readonly attempt: number;
  readonly launch: Launch;
  /** The incident that tells people of it, and what that is about: `report: out of memory`. */
  readonly incident: string;
  readonly subject?: string;
  /** What its notices are routed by: whoever was told of the trouble is told of its end. */
  readonly labels?: Notice['labels'];
  /** True once a restart has been given more memory. */
  readonly gaveMemory: boolean;
};

export type UpdateService = {
  readonly do: 'update-service';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly taskDefinition?: string;
  readonly desiredCount?: number;
  /** What it was before, so that a person can put it back. */
  readonly before: { readonly taskDefinition: string; readonly desiredCount: number };
};

export type CallLater = {
  readonly do: 'call-later';
  readonly at: string;
  readonly call: Call;
  /** Which queue; without it, `later`. */
  readonly queue?: 'cleanup';
  /** True: left out where an action before it was refused or failed. */
  readonly ifDone?: true;
};

export type RememberLaunch = {
  readonly do: 'remember-launch';
  readonly taskArns: readonly string[];
  readonly launch: Launch;
};

/** Keep an event that could not be understood, raw, with why. */
export type KeepEvent = { readonly do: 'keep-event'; readonly event: Json; readonly why: string };

/** Tell people. `otherwise` is told instead when an earlier action was refused or failed. */
export type Notify = {
  readonly do: 'notify';
  readonly notice: Notice;
  readonly otherwise?: Notice;
};

/** What became of an action. `refused` and `failed` are final; what may be retried is thrown instead. */
export type Outcome = {
  readonly action: number;
  readonly did: Action['do'];
  readonly status: 'done' | 'refused' | 'failed';
  readonly at: string;
  /** In words, for people: "started task 0123…", "budget of 10 restarts per 10m is used up". */
  readonly what: string;
  /** Of images that were to go: how many did, and which did not. Neither is told where it never came to it. */
  readonly removed?: Removed;
  readonly stayed?: readonly Stayed[];
  /** True: a call has been asked for that decides what comes next, and tells it with this. */
  readonly goesOn?: true;
};
