import { expect } from '@jest/globals';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { acting, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const uri = ({ cloud }: Scene, tag: string): string => cloud.ecr.uri('shop/web', tag);

/** Nothing but labels and tags names a policy. */
const noRule = acting('actByTag: [deploy]');

export const coverage: readonly Story[] = [
  {
    name: 'a sidecar is left alone unless its own label names a policy; each of the others says why',
    async play() {
      const scene = await openScene(noRule);
      scene.cloud.ecr.push({ repository: 'shop/proxy', tag: '3.0.0' });
      const proxy = { name: 'proxy', image: scene.cloud.ecr.uri('shop/proxy', '3.0.0') };
      const app = container(scene, 'app', '1.0.0');
      await webOf(
        scene,
        {},
        {
          containerDefinitions: [
            { ...app, dockerLabels: { 'deckhand.deploy': 'patch' } },
            { ...proxy, essential: false },
            { name: 'agent', image: 'public.ecr.aws/agent:1', essential: false },
          ],
        },
      );

      scene.cloud.ecr.push({ repository: 'shop/proxy', tag: '3.0.1' });
      await pushed(scene, '1.1.0');
      const digest = await pushed(scene, '1.0.1', 15_000);
      const reasons = scene.shown();
      await scene.pass(10 * minute);

      expect(running(scene)).toEqual([
        `${uri(scene, '1.0.1')}@${digest}`,
        proxy.image,
        'public.ecr.aws/agent:1',
      ]);
      expect(reasons).toContain('proxy: its policy is never: no rule, tag or label names another');
      expect(reasons).toContain(
        'agent: its image public.ecr.aws/agent:1 is in no private ECR repository',
      );
    },
  },
  {
    name: 'the tag deckhand:deploy of a service goes before the rule, and its container label before that',
    async play() {
      const scene = await openScene(rollsOut('major'));
      const app = { ...container(scene, 'app', '1.0.0'), dockerLabels: {} };
      const side = {
        ...container(scene, 'side', '1.0.0'),
        essential: false,
        dockerLabels: { 'deckhand.deploy': 'minor' },
      };
      const tags = [{ key: 'deckhand:deploy', value: 'patch' }];
      await webOf(scene, { tags }, { containerDefinitions: [app, side] });

      await pushed(scene, '2.0.0');
      await pushed(scene, '1.1.0');

      expect(running(scene)).toEqual([
        uri(scene, '1.0.0'),
        expect.stringContaining('shop/web:1.1.0@'),
      ]);
    },
  },
  {
    name: 'a label that cannot be read holds its container back, and is told once',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const dockerLabels = { 'deckhand.deploy': 'nevr' };
      const app = { ...container(scene, 'app', '1.0.0'), dockerLabels };
      await webOf(scene, {}, { containerDefinitions: [app] });

      await pushed(scene, '1.1.0');
      await pushed(scene, '1.2.0');

      expect(running(scene)).toEqual([uri(scene, '1.0.0')]);
      expect(scene.titles()).toEqual(['🔵 web: what is written about it cannot be read']);
      expect(scene.shown()).toContain('unknown policy `nevr`, did you mean `never`?');
      expect(scene.tally()).not.toHaveProperty(['callDue ecr:DescribeImages']);
    },
  },
  {
    name: 'a tag that cannot be read holds the whole service back; deckhand:mode = off is left alone without a word',
    async play() {
      const misspelt = await openScene(rollsOut('minor'));
      await webOf(misspelt, { tags: [{ key: 'deckhand:mode', value: 'of' }] });
      const off = await openScene(rollsOut('minor'));
      await webOf(off, { tags: [{ key: 'deckhand:mode', value: 'off' }] });

      await pushed(misspelt, '1.1.0');
      await pushed(off, '1.1.0');

      expect(running(misspelt)).toEqual([uri(misspelt, '1.0.0')]);
      expect(misspelt.shown()).toContain('expected observe, act or off');
      expect(running(off)).toEqual([uri(off, '1.0.0')]);
      expect(off.titles()).toEqual([]);
    },
  },
];
