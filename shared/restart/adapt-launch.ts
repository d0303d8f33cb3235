import type { RestartRule } from '../config/types.ts';
import type { TaskDefinition } from '../core/definition.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Known } from '../core/known.ts';
import type { Launch, Task } from '../core/task.ts';
import { moreMemory } from './more-memory.ts';

/** A launch changed to get round what stopped the task, and how, in words. */
export type Adapted = {
  readonly launch: Launch;
  readonly how: readonly string[];
  readonly gaveMemory: boolean;
};

/**
 * Changes a launch as the cause asks for: after a Spot interruption the rule's `spotFallback` provider, after an
 * out-of-memory kill more memory (once in a lineage), without addresses in a subnet the other subnets.
 */
export function adaptLaunch(
  launch: Launch,
  task: Task,
  diagnosis: Diagnosis,
  rule: RestartRule,
  definition: Known<TaskDefinition | null>,
  gaveMemory: boolean,
): Adapted {
  if (isSpotInterruption(task) && rule.spotFallback)
    return { ...onFallback(launch, rule.spotFallback), gaveMemory };
  if (diagnosis.id === 'out-of-memory' && rule.outOfMemory && !gaveMemory) {
    const definitionNow = definition.known ? definition.value : null;
    const more = definitionNow
      ? moreMemory(task, definitionNow, diagnosis.container, rule.outOfMemory)
      : null;
    if (more) {
      const how = [`with ${more.memoryMiB} MiB of memory`];
      return { launch: { ...launch, overrides: more.overrides }, how, gaveMemory: true };
    }
  }
  if (shortOfSubnet.includes(diagnosis.id)) return withoutSubnet(launch, task, gaveMemory);
  return { launch, how: [], gaveMemory };
}

/** Shortages of a subnet, or of the zone that it is in; all others are the same in every subnet. */
const shortOfSubnet: readonly string[] = [
  'subnet-full',
  'subnet-public-address-refused',
  'fargate-capacity-unavailable',
];

/** Spot capacity was taken back: Fargate's with its notice, EC2's with the host. */
export const isSpotInterruption = ({ stopCode, stoppedReason, capacityProviderName }: Task) =>
  stopCode === 'SpotInterruption' ||
  (stopCode === 'TerminationNotice' &&
    (capacityProviderName === 'FARGATE_SPOT' || /spot/i.test(stoppedReason ?? '')));

function onFallback(launch: Launch, capacityProvider: string): Omit<Adapted, 'gaveMemory'> {
  const { launchType: _, ...rest } = launch;
  return {
    launch: { ...rest, capacityProviderStrategy: [{ capacityProvider, weight: 1 }] },
    how: [`on ${capacityProvider}`],
  };
}

function withoutSubnet(launch: Launch, task: Task, gaveMemory: boolean): Adapted {
  const network = launch.networkConfiguration?.awsvpcConfiguration;
  const short = subnetShort(task);
  const others = network?.subnets.filter((subnet) => subnet !== short) ?? [];
  if (!network || others.length === 0 || others.length === network.subnets.length) {
    return { launch, how: [], gaveMemory };
  }
  return {
    launch: {
      ...launch,
      networkConfiguration: { awsvpcConfiguration: { ...network, subnets: others } },
    },
    how: [`without subnet ${short}`],
    gaveMemory,
  };
}

const subnetShort = ({ subnetId, stoppedReason }: Task): string | undefined =>
  subnetId ?? /\bsubnet-[0-9a-f]+\b/.exec(stoppedReason ?? '')?.[0];
