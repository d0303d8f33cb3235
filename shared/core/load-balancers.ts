import type { Known } from './known.ts';

export type LoadBalancers = {
  /** How the targets of a target group are; `null` when there is no such group. */
  readonly targetHealth: (targetGroupArn: string) => Promise<Known<TargetHealth | null>>;
};

/** How many targets a target group has; draining, initial and unused ones are `other`. */
export type TargetHealth = {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly other: number;
};
