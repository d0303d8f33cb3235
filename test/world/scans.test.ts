import { describe, expect, test } from '@jest/globals';
import { createEcr } from '../../local/cloud/ecr/index.ts';
import { ApiError } from '../../local/cloud/types.ts';
import { refusing, wire } from '../support/aws-wire.ts';
import { aKernel, call } from '../support/kernel.ts';
import { worldOn } from '../support/world.ts';

const repository = {
  ...{ partition: 'aws', account: '123456789012', region: 'eu-west-1', name: 'shop/web' },
};
const bad = { name: 'CVE-2026-0001', severity: 'CRITICAL' };

/** The real world over the local ECR, with an index of two images in it. */
function anIndex() {
  const kernel = aKernel();
  const ecr = createEcr(kernel);
  const { sent, requestHandler } = wire(async ({ action, body }) => {
    try {
      return { body: await call(ecr.service, action.replace(/^.*:/, ''), body) };
    } catch (error) {
      if (error instanceof ApiError) return refusing(error.code, error.message);
      throw error;
    }
  });
  const platforms = ['linux/amd64', 'linux/arm64'];
  const index = ecr.push({ repository: 'shop/web', tag: '1.1.0', platforms });
  const untagged = kernel.events.map(({ detail }) => `${detail['image-digest']}`);
  const [amd64 = '', arm64 = ''] = untagged.filter((digest) => digest !== index);
  return { ecr, sent, index, amd64, arm64, world: worldOn({ requestHandler }) };
}

describe('the scan of an index is that of the images in it', () => {
  test.each<readonly [string, readonly (string | null)[], string | null]>([
    ['nobody has scanned', [null, null], null],
    ['one of which is not scanned yet', ['COMPLETE', null], 'PENDING'],
    ['one of which is being scanned', ['COMPLETE', 'IN_PROGRESS'], 'IN_PROGRESS'],
    ['one of which cannot be scanned', ['FAILED', 'IN_PROGRESS'], 'FAILED'],
    ['that are all scanned', ['COMPLETE', 'ACTIVE'], 'COMPLETE'],
  ])('of images %s', async (_which, statuses, expected) => {
    const { ecr, index, amd64, arm64, world } = anIndex();
    for (const [at, imageDigest] of [amd64, arm64].entries()) {
      const status = statuses[at];
      if (status) ecr.scanned('shop/web', { imageDigest }, [], { status });
    }

    const scan = await world.registry.scanOf(repository, index);

    expect(scan).toMatchObject({ known: true, value: expected && { status: expected } });
  });

  test('with what any of them has', async () => {
    const { ecr, index, amd64, arm64, world } = anIndex();
    ecr.scanned('shop/web', { imageDigest: amd64 }, [], { by: 'enhanced' });
    ecr.scanned('shop/web', { imageDigest: arm64 }, [bad], { by: 'enhanced' });

    const scan = await world.registry.scanOf(repository, index);

    expect(scan).toEqual({ known: true, value: { status: 'COMPLETE', findings: [bad] } });
  });

  test('and its manifest is read once, for its platforms and for its scan', async () => {
    const { sent, index, world } = anIndex();

    const platforms = await world.registry.platformsOf(repository, index);
    await world.registry.scanOf(repository, index);

    expect(platforms).toEqual({ known: true, value: ['linux/amd64', 'linux/arm64'] });
    expect(sent.filter(({ action }) => action.endsWith(':BatchGetImage'))).toHaveLength(1);
  });
});
