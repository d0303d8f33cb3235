import { DescribeImagesCommand, ECRClient, RepositoryNotFoundException } from '@aws-sdk/client-ecr';
import { describe, expect, test } from '@jest/globals';
import { aCloud, clientOf } from '../support/cloud.ts';

describe('the SDK talks to the local ECR', () => {
  test('which describes what was pushed', async () => {
    const cloud = await aCloud();
    const digest = cloud.ecr.push({ repository: 'voting/vote', tag: '1.0.0' });
    const ecr = new ECRClient(clientOf(cloud));

    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: 'voting/vote' }),
    );

    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['1.0.0'] }]);
    expect(imageDetails?.[0]?.imagePushedAt).toBeInstanceOf(Date);
  });

  test('and has no repository that nobody made', async () => {
    const cloud = await aCloud();
    const ecr = new ECRClient(clientOf(cloud));

    const describing = ecr.send(new DescribeImagesCommand({ repositoryName: 'nothing' }));

    await expect(describing).rejects.toBeInstanceOf(RepositoryNotFoundException);
  });
});
