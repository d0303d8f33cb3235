import { familyAndRevision } from '../../core/arn.ts';
import type { Known } from '../../core/known.ts';
import type { WireDefinition } from '../../core/rollout.ts';
import type { World } from '../../core/world.ts';
import type { Bring } from '../calls.ts';
import type { BringFacts } from './facts.ts';

/** Looks for the schedules and rules that run a service's family in its cluster, and at the revisions they run. */
export async function gatherBring(call: Bring, world: World): Promise<BringFacts> {
  const [rollouts, killSwitch] = await Promise.all([
    world.rollouts.load(call.serviceArn),
    world.memory.killSwitch(),
  ]);
  const facts = {
    ...({ of: 'rollout/1', now: world.clock.now().toISOString(), about: 'bring' } as const),
    ...{ call, rollouts, killSwitch },
  };
  const { newest } = rollouts;
  if (newest?.id !== call.rollout) return { ...facts, scheduled: null, definitions: {} };
  const { taskDefinition } = newest;
  const { family } = familyAndRevision(taskDefinition);
  const scheduled = await world.scheduled.running(call.clusterArn, family);
  const others = scheduled.known
    ? scheduled.value
        .map((one) => one.taskDefinition)
        .filter((arn) => arn !== taskDefinition && familyAndRevision(arn).revision !== undefined)
    : [];
  const definitions: Record<string, Known<WireDefinition | null>> = {};
  for (const arn of others.length > 0 ? new Set([taskDefinition, ...others]) : []) {
    definitions[arn] = await world.deployments.readDefinition(arn);
  }
  return { ...facts, scheduled, definitions };
}
