import { expect } from '@jest/globals';
import { pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

const critical = { name: 'CVE-2026-0001', severity: 'CRITICAL' };
const another = { name: 'CVE-2026-0002', severity: 'CRITICAL' };

/** Ends the scan of a version of `shop/web`, and gives what comes of it its time. */
async function scanEnds(
  scene: Scene,
  tag: string,
  findings: readonly { readonly name: string; readonly severity: string }[],
  by: 'basic' | 'enhanced' = 'basic',
): Promise<void> {
  scene.cloud.ecr.scanned('shop/web', { imageTag: tag }, findings, { by });
  await scene.pass(10 * minute);
}

const gated = (scan: string) => openScene(rollsOut('minor', `scan: ${scan}`));

const stays = (scene: Scene) => [scene.cloud.ecr.uri('shop/web', '1.0.0')];
const goesOut = (tag: string) => [expect.stringContaining(`shop/web:${tag}@`)];

export const scans: readonly Story[] = [
  {
    name: 'a version waits for its scan, and goes out as soon as that has ended',
    async play() {
      const scene = await gated('{ wait: 2h }');
      await webOf(scene);

      await pushed(scene, '1.1.0');
      const before = { runs: running(scene), told: scene.shown() };
      await scanEnds(scene, '1.1.0', []);

      expect(before.runs).toEqual(stays(scene));
      expect(before.told).toContain('the image was not scanned so far');
      expect(running(scene)).toEqual(goesOut('1.1.0'));
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'what Amazon Inspector finds counts like what ECR finds',
    async play() {
      const scene = await gated('{ wait: 2h }');
      await webOf(scene);

      await pushed(scene, '1.1.0', 0);
      await scanEnds(scene, '1.1.0', [critical], 'enhanced');
      const held = running(scene);
      await pushed(scene, '1.1.1', 0);
      await scanEnds(scene, '1.1.1', [], 'enhanced');

      expect(held).toEqual(stays(scene));
      expect(running(scene)).toEqual(goesOut('1.1.1'));
    },
  },
  {
    name: 'with newOnly, a finding that the running image has, too, lets the next version through; a new one does not',
    async play() {
      const scene = await gated('{ wait: 2h, newOnly: true }');
      await webOf(scene);
      await scanEnds(scene, '1.0.0', [critical]);

      await pushed(scene, '1.1.0', 0);
      await scanEnds(scene, '1.1.0', [critical]);
      const first = running(scene);
      await pushed(scene, '1.2.0', 0);
      await scanEnds(scene, '1.2.0', [critical, another]);

      expect(first).toEqual(goesOut('1.1.0'));
      expect(running(scene)).toEqual(goesOut('1.1.0'));
    },
  },
  {
    name: 'the scan of a multi-platform image is that of the images in it',
    async play() {
      const scene = await gated('{ wait: 2h }');
      await webOf(scene);

      const platforms = ['linux/amd64', 'linux/arm64'];
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.0', platforms });
      const [amd64 = '', arm64 = ''] = await childrenOf(scene);
      scene.cloud.ecr.scanned('shop/web', { imageDigest: amd64 }, []);
      await scene.pass(10 * minute);
      const half = running(scene);
      scene.cloud.ecr.scanned('shop/web', { imageDigest: arm64 }, []);
      await scene.pass(10 * minute);

      expect(half).toEqual(stays(scene));
      expect(running(scene)).toEqual(goesOut('1.1.0'));
    },
  },
  {
    name: 'a scan that nothing waits for costs no look at the fleet',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);

      await scanEnds(scene, '1.0.0', [critical]);

      const calls = scene.callsOfDeckhand().filter((call) => call.startsWith('imageScanned'));
      expect(calls).toEqual([
        'imageScanned dynamodb:UpdateItem',
        'imageScanned dynamodb:UpdateItem',
      ]);
      expect(scene.titles()).toEqual([]);
    },
  },
];

/** The digests of the images that the index holds: the only ones without a tag. */
async function childrenOf({ call }: Scene): Promise<readonly string[]> {
  const { imageDetails } = await call('ecr', 'DescribeImages', {
    repositoryName: 'shop/web',
    filter: { tagStatus: 'UNTAGGED' },
  });
  return JSON.stringify(imageDetails).match(/sha256:[0-9a-f]{64}/g) ?? [];
}
