import type { Body } from '../../local/cloud/types.ts';
import type { StageOptions } from '../../local/stage.ts';
import { acting, ends, fargateNetwork, minute, reportDefinition, type Scene } from './scene.ts';

/** What the service `web` runs; its log group is the reports'. */
export const webDefinition: Body = { ...reportDefinition, family: 'web' };

/** Creates the service `web` with two tasks on Fargate, and gives them five minutes. */
export async function serviceOn(
  scene: Scene,
  more: Body = {},
  definition: Body = {},
): Promise<void> {
  await scene.register({ ...webDefinition, ...definition });
  await scene.call('ecs', 'CreateService', {
    cluster: 'prod',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: fargateNetwork,
    ...more,
  });
  await scene.pass(5 * minute);
}

/** Three stops within ten minutes are a crash loop. */
export const loops = (then: string): StageOptions =>
  acting(`restart: { crashLoop: { stops: 3, within: 10m, then: ${then} } }`);

/** Deploys a second revision, whose tasks run for 45 seconds and die. */
export async function deployBad(scene: Scene): Promise<void> {
  scene.cloud.ecs.program({ family: 'web' }, ({ revision }) =>
    revision > 1 ? ends(1, 45_000) : {},
  );
  await scene.register(webDefinition);
  await scene.call('ecs', 'UpdateService', {
    cluster: 'prod',
    service: 'web',
    taskDefinition: 'web:2',
  });
}
