import type { Kernel } from '../../types.ts';

/** How long things take on Fargate and on a host, in milliseconds: about what one sees, not a promise. */
export const takesMs = {
  networkInterface: [6_000, 12_000],
  pull: [4_000, 15_000],
  start: [500, 1_500],
  activate: [500, 1_500],
  deactivate: [500, 1_500],
  /** Until a load balancer has let go of a task. */
  drain: [10_000, 20_000],
  /** Until a load balancer has found a new task well. */
  register: [10_000, 20_000],
  deprovision: [8_000, 15_000],
  halt: [300, 900],
} as const satisfies { [what: string]: readonly [number, number] };

/** How long it takes this time. */
export function howLong(kernel: Kernel, what: keyof typeof takesMs): number {
  const [least, most] = takesMs[what];
  return Math.round(least + kernel.dice.next() * (most - least));
}
