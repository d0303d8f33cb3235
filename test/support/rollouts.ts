import type { Body } from '../../local/cloud/types.ts';
import type { StageOptions } from '../../local/stage.ts';
import { acting, minute, type Scene } from './scene.ts';
import { serviceOn } from './web-service.ts';

/** Rollouts of `shop/web` by this policy, with these further settings. */
export const rollsOut = (policy: string, more = ''): StageOptions =>
  acting(
    `deploy: { rules: [{ match: { repository: shop/web }, policy: "${policy}"${more ? `, ${more}` : ''} }] }`,
  );

/** The service `web` runs `shop/web:1.0.0`, and has for a while. */
export async function webOf(scene: Scene, more: Body = {}, definition: Body = {}): Promise<void> {
  scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.0.0' });
  await serviceOn(scene, more, {
    containerDefinitions: [container(scene, 'app', '1.0.0')],
    ...definition,
  });
}

/** A container that runs an image of `shop/web`. */
export const container = ({ cloud }: Scene, name: string, tag: string): Body => ({
  name,
  image: cloud.ecr.uri('shop/web', tag),
  essential: true,
});

/** Pushes a version and gives its rollout the time it takes. */
export async function pushed(scene: Scene, tag: string, waitMs = 10 * minute): Promise<string> {
  const digest = scene.cloud.ecr.push({ repository: 'shop/web', tag });
  await scene.pass(waitMs);
  return digest;
}

/** The images that the running tasks of `web` were started from, each once. */
export const running = ({ cloud }: Scene): readonly string[] => [
  ...new Set(
    cloud.ecs
      .tasks({ service: 'web', lastStatus: 'RUNNING' })
      .flatMap(({ containers }) => containers.map(({ definition }) => definition.image)),
  ),
];
