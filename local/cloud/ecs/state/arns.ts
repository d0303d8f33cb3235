import type { Kernel } from '../../types.ts';

/** An ECS ARN in this account and region. */
export const ecsArn = ({ partition, region, account }: Kernel, resource: string): string =>
  `arn:${partition}:ecs:${region}:${account}:${resource}`;

export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** `count` decimal digits, not starting with 0: what deployment and revision ids are made of. */
export function digits(kernel: Kernel, count: number): string {
  const first = 1 + Math.floor(kernel.dice.next() * 9);
  const rest = Array.from({ length: count - 1 }, () => Math.floor(kernel.dice.next() * 10));
  return `${first}${rest.join('')}`;
}
