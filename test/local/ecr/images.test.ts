import { describe, expect, test } from '@jest/globals';
import { createEcr } from '../../../local/cloud/ecr/index.ts';
import type { Body } from '../../../local/cloud/types.ts';
import { aKernel, call } from '../../support/kernel.ts';

function anEcr() {
  const kernel = aKernel();
  const ecr = createEcr(kernel);
  const ask = (action: string, input: Body) =>
    call(ecr.service, action, { repositoryName: 'shop/web', ...input });
  const told = () => kernel.events.map(({ detail }) => detail);
  return { kernel, ecr, ask, told };
}

const manifest = (content: string) =>
  JSON.stringify({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    layers: [{ size: 7 }],
    annotations: { content },
  });

describe('pushing an image', () => {
  test('tells the bus with digest and tag, and no resources', async () => {
    const { kernel, ecr } = anEcr();

    const digest = ecr.push({ repository: 'shop/web', tag: '1.0.0' });

    expect(kernel.events).toEqual([
      {
        source: 'aws.ecr',
        'detail-type': 'ECR Image Action',
        resources: [],
        detail: {
          'action-type': 'PUSH',
          result: 'SUCCESS',
          'repository-name': 'shop/web',
          'image-digest': digest,
          'image-tag': '1.0.0',
          'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
          'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
        },
      },
    ]);
  });

  test('moves a tag to the new image', async () => {
    const { ecr, ask } = anEcr();
    const old = ecr.push({ repository: 'shop/web', tag: 'latest' });

    const young = ecr.push({ repository: 'shop/web', tag: 'latest' });

    const { imageIds } = await ask('ListImages', {});
    expect(imageIds).toEqual([{ imageDigest: old }, { imageDigest: young, imageTag: 'latest' }]);
  });

  test('is refused the second time, and over an immutable tag', async () => {
    const { ask } = anEcr();
    await ask('CreateRepository', { imageTagMutability: 'IMMUTABLE' });
    const put = (content: string) =>
      ask('PutImage', { imageManifest: manifest(content), imageTag: '1' });
    await put('one');

    await expect(put('one')).rejects.toMatchObject({ code: 'ImageAlreadyExistsException' });
    await expect(put('two')).rejects.toMatchObject({ code: 'ImageTagAlreadyExistsException' });
  });

  test('of an index needs its images first', async () => {
    const { ask } = anEcr();
    await ask('CreateRepository', {});
    const imageManifest = JSON.stringify({ manifests: [{ digest: 'sha256:gone' }] });

    const refused = ask('PutImage', { imageManifest, imageTag: '1' });

    await expect(refused).rejects.toMatchObject({ code: 'ReferencedImagesNotFoundException' });
  });

  test('for several platforms is one event each, the index last', async () => {
    const { ecr, told } = anEcr();

    const digest = ecr.push({
      repository: 'shop/web',
      tag: '1',
      platforms: ['linux/amd64', 'linux/arm64'],
    });

    expect(told().map((detail) => detail['image-tag'])).toEqual([undefined, undefined, '1']);
    expect(told().at(-1)).toMatchObject({
      'image-digest': digest,
      'manifest-media-type': 'application/vnd.oci.image.index.v1+json',
    });
  });
});

describe('looking at images', () => {
  test('shows tags, sizes and times, by filter and in pages', async () => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1', tags: ['stable'], sizeInBytes: 12 });
    ecr.push({ repository: 'shop/web' });
    ecr.push({ repository: 'shop/web', tag: '2' });

    const tagged = await ask('DescribeImages', { filter: { tagStatus: 'TAGGED' }, maxResults: 1 });
    const rest = await ask('DescribeImages', {
      filter: { tagStatus: 'TAGGED' },
      maxResults: 1,
      nextToken: tagged.nextToken,
    });

    expect(tagged).toMatchObject({
      imageDetails: [
        { imageTags: ['1', 'stable'], imageSizeInBytes: 12, imagePushedAt: 1_795_420_800 },
      ],
      nextToken: '1',
    });
    expect(rest).toMatchObject({ imageDetails: [{ imageTags: ['2'] }] });
    expect(rest).not.toHaveProperty('nextToken');
  });

  test('refuses what is not there', async () => {
    const { ecr, ask } = anEcr();
    const nowhere = ask('DescribeImages', {});
    await expect(nowhere).rejects.toMatchObject({ code: 'RepositoryNotFoundException' });
    ecr.push({ repository: 'shop/web', tag: '1' });

    const nothing = ask('DescribeImages', { imageIds: [{ imageTag: '2' }] });

    await expect(nothing).rejects.toMatchObject({ code: 'ImageNotFoundException' });
  });

  test('by BatchGetImage counts as a pull', async () => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });

    const got = await ask('BatchGetImage', { imageIds: [{ imageTag: '1' }, { imageTag: '2' }] });

    const described = await ask('DescribeImages', {});
    expect(got).toMatchObject({
      images: [{ imageId: { imageTag: '1' }, imageManifest: expect.any(String) }],
      failures: [{ imageId: { imageTag: '2' }, failureCode: 'ImageNotFound' }],
    });
    expect(described).toMatchObject({ imageDetails: [{ lastRecordedPullTime: 1_795_420_800 }] });
  });

  test('tells what a scan found', async () => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });
    const imageId = { imageTag: '1' };
    const early = ask('DescribeImageScanFindings', { imageId });
    await expect(early).rejects.toMatchObject({ code: 'ScanNotFoundException' });

    ecr.scanned('shop/web', imageId, [{ name: 'CVE-2026-1', severity: 'CRITICAL' }]);

    const scanned = await ask('DescribeImageScanFindings', { imageId });
    expect(scanned).toMatchObject({
      imageScanFindings: {
        findings: [{ name: 'CVE-2026-1', severity: 'CRITICAL' }],
        findingSeverityCounts: { CRITICAL: 1 },
      },
    });
  });
});

describe('deleting images', () => {
  test('by tag only untags, until the last tag is gone', async () => {
    const { ecr, ask } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1', tags: ['stable'] });

    await ask('BatchDeleteImage', { imageIds: [{ imageTag: '1' }] });
    const untagged = await ask('DescribeImages', {});
    await ask('BatchDeleteImage', { imageIds: [{ imageTag: 'stable' }] });
    const deleted = await ask('DescribeImages', {});

    expect(untagged).toMatchObject({ imageDetails: [{ imageTags: ['stable'] }] });
    expect(deleted).toEqual({ imageDetails: [] });
  });

  test('by digest takes all tags along, one event each', async () => {
    const { ecr, ask, told } = anEcr();
    const imageDigest = ecr.push({ repository: 'shop/web', tag: '1', tags: ['stable'] });

    const answer = await ask('BatchDeleteImage', { imageIds: [{ imageDigest }] });

    expect(answer).toEqual({
      imageIds: [
        { imageDigest, imageTag: '1' },
        { imageDigest, imageTag: 'stable' },
      ],
      failures: [],
    });
    const deletions = told().filter((detail) => detail['action-type'] === 'DELETE');
    expect(deletions.map((detail) => detail['image-tag'])).toEqual(['1', 'stable']);
  });

  test('fails, with 200, for what is held by an index, wrongly tagged, missing or unnamed', async () => {
    const { ecr, ask, told } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1', platforms: ['linux/amd64'] });
    const [child, index] = told().map((detail) => detail['image-digest']);

    const answer = await ask('BatchDeleteImage', {
      imageIds: [
        { imageDigest: child },
        { imageDigest: index, imageTag: '2' },
        { imageTag: '3' },
        {},
      ],
    });

    expect(answer).toMatchObject({
      imageIds: [],
      failures: [
        { failureCode: 'ImageReferencedByManifestList' },
        { failureCode: 'ImageTagDoesNotMatchDigest' },
        { failureCode: 'ImageNotFound' },
        { failureCode: 'MissingDigestAndTag' },
      ],
    });
  });

  test('deletes an index and its image in one call when the index comes first', async () => {
    const { ecr, ask, told } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1', platforms: ['linux/amd64'] });
    const [child, index] = told().map((detail) => detail['image-digest']);

    const answer = await ask('BatchDeleteImage', {
      imageIds: [{ imageDigest: index }, { imageDigest: child }],
    });

    expect(answer.failures).toEqual([]);
    expect(await ask('ListImages', {})).toEqual({ imageIds: [] });
  });
});

describe('a repository', () => {
  test('is created once, described and tagged', async () => {
    const { ask } = anEcr();
    const created = await ask('CreateRepository', { tags: [{ Key: 'team', Value: 'shop' }] });
    const again = ask('CreateRepository', {});
    await expect(again).rejects.toMatchObject({ code: 'RepositoryAlreadyExistsException' });
    const resourceArn = 'arn:aws:ecr:eu-west-1:123456789012:repository/shop/web';

    await ask('TagResource', { resourceArn, tags: [{ Key: 'deckhand:mode', Value: 'act' }] });
    await ask('UntagResource', { resourceArn, tagKeys: ['team'] });

    expect(created).toMatchObject({
      repository: {
        repositoryArn: resourceArn,
        repositoryUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web',
      },
    });
    expect(await ask('ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ Key: 'deckhand:mode', Value: 'act' }],
    });
    expect(await ask('DescribeRepositories', {})).toMatchObject({
      repositories: [{ repositoryName: 'shop/web' }],
    });
  });

  test('has a password for docker login', async () => {
    const { ask } = anEcr();

    const answer = await ask('GetAuthorizationToken', {});

    expect(answer).toMatchObject({
      authorizationData: [
        { proxyEndpoint: 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com' },
      ],
    });
  });
});

describe('pulling', () => {
  test.each([
    ['shop/web:1', { found: true }],
    ['shop/web:2', { found: false, missing: 'image' }],
    ['shop/nothing:1', { found: false, missing: 'repository' }],
  ])('%s', async (name, expected) => {
    const { ecr } = anEcr();
    ecr.push({ repository: 'shop/web', tag: '1' });

    const resolved = ecr.resolve(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/${name}`);

    expect(resolved).toMatchObject(expected);
  });

  test('from another registry is not our business', async () => {
    const { ecr } = anEcr();

    const resolved = ecr.resolve('docker.io/library/nginx:1');

    expect(resolved).toBeNull();
  });
});
