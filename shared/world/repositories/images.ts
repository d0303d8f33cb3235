import { DescribeImagesCommand, type ECRClient, type ImageDetail } from '@aws-sdk/client-ecr';
import type { EcrImage } from '../../core/ecr-image.ts';
import { nameOf } from '../../core/errors.ts';
import { given } from '../../core/given.ts';
import { allPages, inGroupsOf } from '../uses/pages.ts';

/** DescribeImages: 1,000 a page; where digests are given, so many of them. */
const maxPage = 1_000;
const maxDigests = 100;

/** Without the filter ECR leaves out what is archived. Source: ECR API reference, DescribeImages. */
const filter = { imageStatus: 'ANY' } as const;

export async function images(
  client: ECRClient,
  repositoryName: string,
): Promise<readonly EcrImage[]> {
  const details = await allPages(async (nextToken) => {
    const page = { repositoryName, filter, maxResults: maxPage, nextToken };
    const answer = await client.send(new DescribeImagesCommand(page));
    return { items: answer.imageDetails, next: answer.nextToken };
  });
  return details.map(imageFrom);
}

export async function imagesOf(
  client: ECRClient,
  repositoryName: string,
  digests: readonly string[],
): Promise<readonly EcrImage[]> {
  const found: EcrImage[] = [];
  for (const group of inGroupsOf(maxDigests, digests)) {
    found.push(...(await thoseThatAre(client, repositoryName, group)));
  }
  return found;
}

/** One that is gone fails the whole call; so it is looked for in either half, until it is alone. */
async function thoseThatAre(
  client: ECRClient,
  repositoryName: string,
  digests: readonly string[],
): Promise<readonly EcrImage[]> {
  try {
    const command = new DescribeImagesCommand({
      repositoryName,
      filter,
      imageIds: digests.map((imageDigest) => ({ imageDigest })),
    });
    const { imageDetails = [] } = await client.send(command);
    return imageDetails.map(imageFrom);
  } catch (thrown) {
    if (nameOf(thrown) !== 'ImageNotFoundException') throw thrown;
    if (digests.length === 1) return [];
    const middle = Math.ceil(digests.length / 2);
    return [
      ...(await thoseThatAre(client, repositoryName, digests.slice(0, middle))),
      ...(await thoseThatAre(client, repositoryName, digests.slice(middle))),
    ];
  }
}

const isoOf = (time: Date | undefined): string | undefined => time?.toISOString();

function imageFrom(detail: ImageDetail): EcrImage {
  const status = detail.imageStatus ?? 'ACTIVE';
  return {
    digest: detail.imageDigest ?? '',
    tags: detail.imageTags ?? [],
    sizeBytes: detail.imageSizeInBytes ?? 0,
    pushedAt: isoOf(detail.imagePushedAt) ?? '',
    status,
    storageClass: status === 'ARCHIVED' ? 'archive' : 'standard',
    ...given({
      mediaType: detail.imageManifestMediaType,
      artifactType: detail.artifactMediaType,
      lastPulledAt: isoOf(detail.lastRecordedPullTime),
      subject: detail.subjectManifestDigest,
      archivedAt: isoOf(detail.lastArchivedAt),
      activatedAt: isoOf(detail.lastActivatedAt),
    }),
  };
}
