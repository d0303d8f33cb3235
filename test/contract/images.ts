import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { expect } from '@jest/globals';
import { digestOf } from '../support/ecr.ts';
import type { Clause } from './contract.ts';
import { settings } from './place.ts';

/** Repositories of ECR and their images. */
export function aboutImages(clause: Clause): void {
  const ecr = () => new ECRClient(settings);

  async function repository(repositoryName: string): Promise<void> {
    const tags = [{ Key: 'deckhand:cleanup', Value: 'off' }];
    await ecr().send(new CreateRepositoryCommand({ repositoryName, tags }));
  }

  async function push(repositoryName: string, imageTag: string): Promise<string> {
    const { image } = await ecr().send(
      new PutImageCommand({ repositoryName, imageTag, imageManifest: manifestOf(imageTag) }),
    );
    return image?.imageId?.imageDigest ?? '';
  }

  clause('a repository is found with its tags', async ({ world: { repositories } }) => {
    await repository('contract/tagged');

    const names = await repositories.names();

    expect(names.known && names.value).toContain('contract/tagged');
    expect(await repositories.named('contract/tagged')).toMatchObject({
      value: { name: 'contract/tagged', tags: { 'deckhand:cleanup': 'off' } },
    });
    expect(await repositories.named('contract/none')).toEqual({ known: true, value: null });
  });

  clause(
    'an image is described as it was pushed',
    async ({ world: { repositories } }) => {
      await repository('contract/pushed');
      const digest = await push('contract/pushed', '1.0.0');

      const images = await repositories.images('contract/pushed');

      expect(images).toMatchObject({
        known: true,
        value: [
          {
            digest,
            tags: ['1.0.0'],
            status: 'ACTIVE',
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
          },
        ],
      });
    },
    ['MiniStack'],
  );

  clause('images that are gone are left out', async ({ world: { repositories } }) => {
    await repository('contract/gone');
    const digest = await push('contract/gone', '1');

    const images = await repositories.imagesOf('contract/gone', [digest, digestOf('gone')]);

    expect(images).toMatchObject({ known: true, value: [{ digest }] });
  });

  clause(
    'a tag that moved is not removed with its old image',
    async ({ world }) => {
      await repository('contract/moved');
      const old = await push('contract/moved', 'latest');
      await ecr().send(
        new PutImageCommand({
          repositoryName: 'contract/moved',
          imageTag: 'latest',
          imageManifest: manifestOf('newer'),
        }),
      );

      const failures = await world.repositories.remove('contract/moved', [
        { digest: old, tag: 'latest' },
      ]);

      const images = await world.repositories.images('contract/moved');
      expect(failures).toMatchObject([{ digest: old, code: expect.any(String) }]);
      expect(images.known && images.value).toHaveLength(2);
    },
    ['MiniStack', 'moto'],
  );

  clause('an image is removed, and one that is not there is told', async ({ world }) => {
    await repository('contract/removed');
    const digest = await push('contract/removed', '1');

    const failures = await world.repositories.remove('contract/removed', [
      { digest },
      { digest: digestOf('never') },
    ]);

    expect(failures).toMatchObject([{ digest: digestOf('never'), code: 'ImageNotFound' }]);
    expect(await world.repositories.images('contract/removed')).toEqual({
      known: true,
      value: [],
    });
  });

  clause(
    'a repository tells who else may pull from it',
    async ({ world: { repositories } }) => {
      await repository('contract/shared');
      await ecr().send(
        new SetRepositoryPolicyCommand({
          repositoryName: 'contract/shared',
          policyText: policyFor('210987654321'),
        }),
      );

      const { accounts, replicas, upstream } = await repositories.exposure('contract/shared');

      expect(accounts).toEqual({ known: true, value: ['210987654321'] });
      expect(replicas).toEqual({ known: true, value: [] });
      expect(upstream).toEqual({ known: true, value: null });
    },
    ['moto'],
  );
}

const manifestOf = (name: string): string => {
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(name),
    size: 2,
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
};

const policyFor = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  });
