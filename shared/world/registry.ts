import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  type ImageDetail,
  type ImageScanFindings,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import * as z from 'zod/mini';
import { nameOf } from '../core/errors.ts';
import { given } from '../core/given.ts';
import type { EcrRepository } from '../core/image.ts';
import { type Known, known } from '../core/known.ts';
import type { Registry, Scan, TaggedImage } from '../core/registry.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

/** DescribeImages answers so many a page. */
const pageSize = 1_000;

const Index = z.object({
  manifests: z.array(
    z.object({
      platform: z.exactOptional(z.object({ os: z.string(), architecture: z.string() })),
    }),
  ),
});

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** Amazon ECR in the repository's own region and registry. */
export function registry(connection: Connection): Registry {
  const clients = new Map<string, ECRClient>();
  const clientFor = ({ region }: EcrRepository): ECRClient => {
    const client = clients.get(region) ?? new ECRClient(connection.settings(region));
    clients.set(region, client);
    return client;
  };
  return {
    taggedImages: (repository) => taggedImages(clientFor(repository), repository),
    scanOf: (repository, digest) => scanOf(clientFor(repository), repository, digest),
    platformsOf: (repository, digest) => platformsOf(clientFor(repository), repository, digest),
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
    { ...placeOf(repository), filter: { tagStatus: 'TAGGED' } },
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

function scanOf(client: ECRClient, repository: EcrRepository, imageDigest: string) {
  return looking<Scan | null>(
    'ecr:DescribeImageScanFindings',
    async () => {
      const findings: Scan['findings'][number][] = [];
      let nextToken: string | undefined;
      let status = 'PENDING';
      do {
        const answer = await client.send(
          new DescribeImageScanFindingsCommand({
            ...placeOf(repository),
            imageId: { imageDigest },
            maxResults: pageSize,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        );
        status = answer.imageScanStatus?.status ?? status;
        findings.push(...findingsIn(answer.imageScanFindings));
        nextToken = answer.nextToken;
      } while (nextToken !== undefined);
      return { status, findings };
    },
    missing('ScanNotFoundException', 'ImageNotFoundException', 'RepositoryNotFoundException'),
  );
}

/** Basic scans and Amazon Inspector have a list each. */
const findingsIn = (found: ImageScanFindings | undefined): Scan['findings'] => [
  ...(found?.findings ?? []).map(({ name = '', severity = '' }) => ({ name, severity })),
  ...(found?.enhancedFindings ?? []).map(({ title = '', severity = '' }) => ({
    name: title,
    severity,
  })),
];

/** Only an index tells its platforms in the manifest; a single image has them in its configuration blob. */
function platformsOf(client: ECRClient, repository: EcrRepository, imageDigest: string) {
  const command = new BatchGetImageCommand({
    ...placeOf(repository),
    imageIds: [{ imageDigest }],
    acceptedMediaTypes: manifestTypes,
  });
  return looking<readonly string[]>('ecr:BatchGetImage', async () => {
    const { images = [] } = await client.send(command);
    const index = z.safeParse(Index, JSON.parse(images[0]?.imageManifest ?? 'null'));
    const platforms = index.success ? index.data.manifests : [];
    return platforms.flatMap(({ platform }) =>
      platform ? [`${platform.os}/${platform.architecture}`] : [],
    );
  });
}
