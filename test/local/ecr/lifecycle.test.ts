import { describe, expect, test } from '@jest/globals';
import { createEcr } from '../../../local/cloud/ecr/index.ts';
import type { Body } from '../../../local/cloud/types.ts';
import { aKernel, call } from '../../support/kernel.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function anEcr() {
  const kernel = aKernel();
  const ecr = createEcr(kernel);
  const ask = (action: string, input: Body = {}) =>
    call(ecr.service, action, { repositoryName: 'shop/web', ...input });
  const digests = async (imageStatus = 'ACTIVE') => {
    const { imageDetails } = await ask('DescribeImages', { filter: { imageStatus } });
    return Array.isArray(imageDetails) ? imageDetails.map(({ imageDigest }) => imageDigest) : [];
  };
  const told = (name: string) =>
    kernel.events.map(({ detail }) => detail).filter(({ eventName }) => eventName === name);
  return { kernel, ecr, ask, digests, told };
}

const policyText = (
  selection: Body,
  action: Body = { type: 'expire' },
  description = 'what is written by hand is longer than a hundred characters, as ECR wants it',
): string =>
  JSON.stringify({ rules: [{ rulePriority: 1, description, selection, action }] }, null, 1);

const older = (countNumber: number): Body => ({
  ...{ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber },
});

/** A manifest that is about another image. */
const about = (subject: string, content = 'signature'): string =>
  JSON.stringify({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    subject: { digest: subject },
    annotations: { content },
  });

describe("a repository's own lifecycle policy", () => {
  test('is answered as it was put, until it is deleted', async () => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });
    const lifecyclePolicyText = policyText(older(1));
    await ask('PutLifecyclePolicy', { lifecyclePolicyText });

    expect(await ask('GetLifecyclePolicy')).toMatchObject({
      repositoryName: 'shop/web',
      lifecyclePolicyText,
      lastEvaluatedAt: 0,
    });
    await ask('DeleteLifecyclePolicy');

    const code = 'LifecyclePolicyNotFoundException';
    await expect(ask('GetLifecyclePolicy')).rejects.toMatchObject({ code });
    await expect(ask('DeleteLifecyclePolicy')).rejects.toMatchObject({ code });
    await expect(ask('StartLifecyclePolicyPreview')).rejects.toMatchObject({ code });
  });

  test.each([
    ['a rule that ECR does not take', policyText({ ...older(1), countUnit: undefined }), /V7/],
    [
      'an extension of ours',
      policyText(older(1)).replace('"action"', '"deckhand":{"keepAtLeast":1},"action"'),
      /not allowed/,
    ],
    ['what is no JSON', `{ rules: ${' '.repeat(100)} [`, /LifecyclePolicyText/],
  ])('is refused where it has %s', async (_, lifecyclePolicyText, message) => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });

    const put = ask('PutLifecyclePolicy', { lifecyclePolicyText });

    await expect(put).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  test('deletes an image within 24 hours of its day (X1), whoever uses it (X5), and tells both ways (X3)', async () => {
    const { kernel, ecr, ask, digests, told } = anEcr();
    const old = ecr.push({ repository: 'shop/web', tag: '1' });
    await ask('PutLifecyclePolicy', { lifecyclePolicyText: policyText(older(2)) });
    await kernel.time.pass(day);
    const young = ecr.push({ repository: 'shop/web', tag: '2' });
    await kernel.time.pass(day);
    const before = await digests();

    await kernel.time.pass(day);

    expect(before).toEqual([old, young]);
    expect(await digests()).toEqual([young]);
    expect(kernel.events).toContainEqual(
      expect.objectContaining({
        detail: expect.objectContaining({ 'action-type': 'DELETE', 'image-digest': old }),
      }),
    );
    expect(told('PolicyExecutionEvent').at(-1)).toMatchObject({
      eventType: 'AwsServiceEvent',
      serviceEventDetails: {
        repositoryName: 'shop/web',
        lifecycleEventPolicy: {
          lifecycleEventRules: [
            { rulePriority: 1, lifecycleEventSelection: { tagStatus: 'Any', countNumber: 2 } },
          ],
        },
        lifecycleEventImageActions: [
          {
            lifecycleEventImage: { digest: old, tagStatus: 'Tagged', tagList: ['1'] },
            rulePriority: 1,
          },
        ],
      },
    });
  });

  test('does nothing any more once it is deleted, and begins anew when it is replaced', async () => {
    const { kernel, ecr, ask, digests } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });
    await ask('PutLifecyclePolicy', { lifecyclePolicyText: policyText(older(1)) });
    await ask('PutLifecyclePolicy', { lifecyclePolicyText: policyText(older(9)) });
    await kernel.time.pass(5 * day);
    const replaced = await digests();
    await ask('DeleteLifecyclePolicy');

    await kernel.time.pass(9 * day);

    expect(replaced).toHaveLength(1);
    expect(await digests()).toHaveLength(1);
  });

  test('moves images into the archive, out of which nothing is pulled', async () => {
    const { kernel, ecr, ask, digests } = anEcr();
    const old = ecr.push({ repository: 'shop/web', tag: '1' });
    const archive = { type: 'transition', targetStorageClass: 'archive' };
    const lifecyclePolicyText = policyText(older(1), archive);
    await ask('PutLifecyclePolicy', { lifecyclePolicyText });

    await kernel.time.pass(2 * day);

    expect(await digests()).toEqual([]);
    expect(await digests('ARCHIVED')).toEqual([old]);
    expect(ecr.resolve(ecr.uri('shop/web', '1'))).toEqual({ found: false, missing: 'image' });
  });

  test('takes an index before its images, and what refers to an image within a day after it', async () => {
    const { kernel, ecr, ask, digests } = anEcr();
    const index = ecr.push({ repository: 'shop/web', tag: '1', platforms: ['linux/arm64'] });
    await ask('PutImage', { imageManifest: about(index) });
    const [child, , signature] = await digests();
    const lifecyclePolicyText = policyText({
      ...{ tagStatus: 'tagged', tagPatternList: ['*'], countType: 'sinceImagePushed' },
      ...{ countUnit: 'days', countNumber: 1 },
    });
    await ask('PutLifecyclePolicy', { lifecyclePolicyText });

    await kernel.time.pass(3 * day);

    expect(signature).toMatch(/^sha256:/);
    expect(await digests()).toEqual([child]);
  });

  test('of an index that stays spares its images, and does not count them', async () => {
    const { kernel, ecr, ask, digests } = anEcr();
    const plain = ecr.push({ repository: 'shop/web', tag: '1' });
    await kernel.time.pass(minute);
    const platforms = ['linux/amd64', 'linux/arm64'];
    const index = ecr.push({ repository: 'shop/web', tag: '2', platforms });
    const countNumber = 2;
    const count = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber };
    await ask('PutLifecyclePolicy', { lifecyclePolicyText: policyText(count) });

    await kernel.time.pass(2 * day);

    const left = await digests();
    expect(left).toHaveLength(4);
    expect(left).toEqual(expect.arrayContaining([plain, index]));
  });
});

describe('a preview', () => {
  test('is told once it is worked out, changes nothing, and only one runs at a time (X4)', async () => {
    const { kernel, ecr, ask, digests, told } = anEcr();
    const old = ecr.push({ repository: 'shop/web', tag: '1' });
    await kernel.time.pass(3 * day);
    const lifecyclePolicyText = policyText(older(1));
    const started = await ask('StartLifecyclePolicyPreview', { lifecyclePolicyText });
    const early = await ask('GetLifecyclePolicyPreview');
    const again = ask('StartLifecyclePolicyPreview', { lifecyclePolicyText });
    await expect(again).rejects.toMatchObject({
      code: 'LifecyclePolicyPreviewInProgressException',
    });

    await kernel.time.pass(minute);

    expect(started).toMatchObject({ status: 'IN_PROGRESS', lifecyclePolicyText });
    expect(early).not.toHaveProperty('previewResults');
    expect(await ask('GetLifecyclePolicyPreview')).toMatchObject({
      status: 'COMPLETE',
      previewResults: [
        {
          ...{ imageDigest: old, imageTags: ['1'], appliedRulePriority: 1 },
          ...{ action: { type: 'EXPIRE' }, storageClass: 'STANDARD' },
        },
      ],
      summary: { expiringImageTotalCount: 1 },
    });
    expect(told('DryRunEvent')).toHaveLength(1);
    expect(await digests()).toEqual([old]);
  });

  test('of the policy that is active needs none to be given', async () => {
    const { kernel, ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });
    const lifecyclePolicyText = policyText(older(9));
    await ask('PutLifecyclePolicy', { lifecyclePolicyText });
    await ask('StartLifecyclePolicyPreview');

    await kernel.time.pass(minute);

    expect(await ask('GetLifecyclePolicyPreview')).toMatchObject({
      ...{ lifecyclePolicyText, previewResults: [], summary: { expiringImageTotalCount: 0 } },
    });
  });

  test('comes in pages of 100, or for some images', async () => {
    const { kernel, ecr, ask } = anEcr();
    const digests = Array.from({ length: 120 }, (_, n) =>
      ecr.push({ repository: 'shop/web', tag: `v${n}` }),
    );
    await kernel.time.pass(2 * day);
    const lifecyclePolicyText = policyText(older(1), {
      ...{ type: 'transition', targetStorageClass: 'archive' },
    });
    await ask('StartLifecyclePolicyPreview', { lifecyclePolicyText });
    await kernel.time.pass(minute);

    const { previewResults: first, nextToken, summary } = await ask('GetLifecyclePolicyPreview');
    const { previewResults: second } = await ask('GetLifecyclePolicyPreview', { nextToken });
    const some = await ask('GetLifecyclePolicyPreview', {
      imageIds: [{ imageTag: 'v7' }, { imageDigest: digests[9] }],
    });

    expect([first, second].flat()).toHaveLength(120);
    expect(second).toHaveLength(20);
    expect(summary).toMatchObject({
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 120 }],
    });
    expect(some.previewResults).toHaveLength(2);
  });

  test('that nobody started is none, and its results are kept for a day', async () => {
    const { kernel, ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });
    await expect(ask('GetLifecyclePolicyPreview')).rejects.toMatchObject({
      code: 'LifecyclePolicyPreviewNotFoundException',
    });
    await ask('StartLifecyclePolicyPreview', { lifecyclePolicyText: policyText(older(1)) });

    await kernel.time.pass(2 * day);

    const late = await ask('GetLifecyclePolicyPreview');
    expect(late).toMatchObject({ status: 'EXPIRED' });
    expect(late).not.toHaveProperty('previewResults');
  });
});

test('an image comes back from the archive within 20 minutes, and can be pulled then', async () => {
  const { kernel, ecr, ask, digests } = anEcr();
  const image = ecr.push({ repository: 'shop/web', tag: '1' });
  const move = (targetStorageClass: string) =>
    ask('UpdateImageStorageClass', { imageId: { imageDigest: image }, targetStorageClass });
  await move('ARCHIVE');
  const { imageStatus } = await move('STANDARD');
  await kernel.time.pass(19 * minute);
  const early = ecr.resolve(ecr.uri('shop/web', '1'));

  await kernel.time.pass(minute);

  expect(imageStatus).toBe('ACTIVATING');
  expect(early).toMatchObject({ found: false });
  expect(ecr.resolve(ecr.uri('shop/web', '1'))).toMatchObject({ found: true });
  expect(await digests()).toEqual([image]);
});
