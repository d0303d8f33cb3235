import type { Known } from './known.ts';

/**
 * What runs tasks of a cluster by itself: a schedule of EventBridge Scheduler, or a target of an EventBridge rule on the
 * default bus. `taskDefinition` is as the target writes it: an ARN, with a revision or without.
 */
export type Scheduled = { readonly name: string; readonly taskDefinition: string } & (
  | { readonly by: 'schedule'; readonly group: string }
  | { readonly by: 'rule'; readonly targetId: string }
);

export type Schedules = {
  /** Those that run a family in a cluster. */
  readonly running: (clusterArn: string, family: string) => Promise<Known<readonly Scheduled[]>>;
  /**
   * Writes another task definition into a target and leaves all else as it is, fields that no SDK knows included.
   * Refused, with why, where somebody has changed it meanwhile, or where it is not what was meant afterwards.
   */
  readonly move: (scheduled: Scheduled, taskDefinition: string) => Promise<Moved>;
};

export type Moved = { readonly moved: true } | { readonly refused: string };

/** Have a schedule or a rule run another revision. */
export type MoveSchedule = {
  readonly do: 'move-schedule';
  readonly scheduled: Scheduled;
  readonly taskDefinition: string;
};
