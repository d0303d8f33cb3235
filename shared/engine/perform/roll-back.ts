import { nameOfArn } from '../../core/arn.ts';
import type { RollBack } from '../../core/rollout-actions.ts';
import type { World } from '../../core/world.ts';
import { deployedMeanwhile } from './deployed-meanwhile.ts';
import { type Circumstances, type Done, done, killed, refused } from './done.ts';

/** ECS goes back by itself while the deployment is under way; after that the revision before is deployed again. */
export async function rollBack(
  { clusterArn, serviceArn, taskDefinition, over, serviceDeploymentArn }: RollBack,
  { resumed, outcomes }: Circumstances,
  world: World,
): Promise<Done> {
  if (outcomes.some(({ goesOn }) => goesOn)) return refused('it is not written down yet');
  const stopped = resumed ? await world.memory.killSwitch() : null;
  if (stopped) return refused(killed(stopped));
  const service = { clusterArn, serviceArn };
  const why = resumed ? await deployedMeanwhile(service, [over, taskDefinition], world) : null;
  if (why) return refused(why);
  const back = `${nameOfArn(serviceArn)} goes back to ${nameOfArn(taskDefinition)}`;
  if (serviceDeploymentArn && (await world.deployments.stopAndRollBack(serviceDeploymentArn))) {
    return done(`stopped the deployment: ${back}`);
  }
  await world.ecs.updateService({ clusterArn, serviceArn, taskDefinition });
  return done(back);
}
