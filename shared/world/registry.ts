import { ECRClient, type ImageDetail, paginateDescribeImages } from '@aws-sdk/client-ecr';
import { nameOf } from '../core/errors.ts';
import { given } from '../core/given.ts';
import type { EcrRepository } from '../core/image.ts';
import { ask, type Known, known } from '../core/known.ts';
import type { Registry, TaggedImage } from '../core/registry.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';
import { imageIndexes } from './image-index.ts';
import { scanOf } from './scans.ts';

/** DescribeImages answers so many a page. */
const pageSize = 1_000;

/** Amazon ECR in the repository's own region and registry. */
export function registry(connection: Connection): Registry {
  const clients = new Map<string, ECRClient>();
  const clientFor = ({ region }: EcrRepository): ECRClient => {
    const client = clients.get(region) ?? new ECRClient(connection.settings(region));
    clients.set(region, client);
    return client;
  };
  const indexes = imageIndexes();
  return {
    taggedImages: (repository) => taggedImages(clientFor(repository), repository),
    scanOf: (repository, digest) => scanOf(clientFor(repository), repository, digest, indexes),
    platformsOf: async (repository, digest) =>
      ask(await indexes(clientFor(repository), repository, digest), (index) =>
        index.flatMap(({ platform }) => platform ?? []),
      ),
  };
}

const placeOf = ({ account, name }: EcrRepository) => ({
  registryId: account,
  repositoryName: name,
});

const missing =
  (...names: readonly string[]) =>
  (thrown: unknown): Known<null> | null =>
    names.includes(nameOf(thrown)) ? known(null) : null;

function taggedImages(client: ECRClient, repository: EcrRepository) {
  const pages = paginateDescribeImages(
    { client, pageSize },
    { ...placeOf(repository), filter: { tagStatus: 'TAGGED', imageStatus: 'ANY' } },
  );
  return looking<readonly TaggedImage[] | null>(
    'ecr:DescribeImages',
    async () => {
      const images: TaggedImage[] = [];
      for await (const { imageDetails = [] } of pages)
        images.push(...imageDetails.flatMap(imageIn));
      return images;
    },
    missing('RepositoryNotFoundException'),
  );
}

function imageIn(detail: ImageDetail): readonly TaggedImage[] {
  const { imageDigest, imageTags = [], imagePushedAt, imageSizeInBytes, imageStatus } = detail;
  if (!imageDigest || !imagePushedAt) return [];
  return [
    {
      digest: imageDigest,
      tags: imageTags,
      pushedAt: imagePushedAt.toISOString(),
      status: imageStatus ?? 'ACTIVE',
      ...given({ sizeInBytes: imageSizeInBytes, mediaType: detail.imageManifestMediaType }),
    },
  ];
}
