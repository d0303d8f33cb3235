import {
  BatchDeleteImageCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  ListTagsForResourceCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { parseArn } from '../../core/arn.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { type Known, known } from '../../core/known.ts';
import type {
  EcrRepositoryInfo,
  ImageName,
  RemovalFailure,
  Repositories,
} from '../../core/repositories.ts';
import type { Connection } from '../connection.ts';
import { asking, looking } from '../failures.ts';
import type { Table } from '../table.ts';
import { allPages } from '../uses/pages.ts';
import { exposure } from './exposure.ts';
import { images, imagesOf } from './images.ts';
import { manifests } from './manifests.ts';

export function repositories(connection: Connection, table: () => Promise<Table>): Repositories {
  const client = new ECRClient(connection.patient());
  return {
    names: () => looking('ecr:DescribeRepositories', () => names(client)),
    named: (name) => repository(client, name),
    images: (name) => looking('ecr:DescribeImages', () => images(client, name)),
    imagesOf: (name, digests) =>
      looking('ecr:DescribeImages', () => imagesOf(client, name, digests)),
    manifests: (name, digests, readOnly = false) =>
      looking('ecr:BatchGetImage', async () =>
        manifests(client, await table(), name, digests, readOnly),
      ),
    exposure: (name) => exposure(client, name),
    remove: (name, named) => remove(client, name, named),
    archive: (name, digest) => archive(client, name, digest),
  };
}

async function names(client: ECRClient): Promise<readonly string[]> {
  const all = await allPages(async (nextToken) => {
    const page = new DescribeRepositoriesCommand({ maxResults: 1_000, nextToken });
    const answer = await client.send(page);
    return { items: answer.repositories, next: answer.nextToken };
  });
  return all.flatMap(({ repositoryName }) => repositoryName ?? []);
}

async function repository(
  client: ECRClient,
  name: string,
): Promise<Known<EcrRepositoryInfo | null>> {
  return looking<EcrRepositoryInfo | null>(
    'ecr:DescribeRepositories or ecr:ListTagsForResource',
    async () => {
      const describe = new DescribeRepositoriesCommand({ repositoryNames: [name] });
      const [found] = (await client.send(describe)).repositories ?? [];
      const arn = parseArn(found?.repositoryArn ?? '');
      if (!found || !arn) return null;
      const list = new ListTagsForResourceCommand({ resourceArn: found.repositoryArn });
      const { tags = [] } = await client.send(list);
      return {
        name,
        account: arn.account,
        region: arn.region,
        tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
      };
    },
    (thrown) => (nameOf(thrown) === 'RepositoryNotFoundException' ? known(null) : null),
  );
}

/** What ECR says of one image, and not of the call. Source: ECR API reference, UpdateImageStorageClass. */
const ofOneImage: readonly string[] = [
  'ImageNotFoundException',
  'ImageStorageClassUpdateNotSupportedException',
];

async function archive(
  client: ECRClient,
  repositoryName: string,
  imageDigest: string,
): Promise<readonly RemovalFailure[]> {
  const command = new UpdateImageStorageClassCommand({
    repositoryName,
    imageId: { imageDigest },
    targetStorageClass: 'ARCHIVE',
  });
  return asking('ecr:UpdateImageStorageClass', async () => {
    try {
      await client.send(command);
      return [];
    } catch (thrown) {
      const code = nameOf(thrown);
      if (!ofOneImage.includes(code)) throw thrown;
      return [
        { digest: imageDigest, code: code.replace(/Exception$/, ''), reason: messageOf(thrown) },
      ];
    }
  });
}

/** ECR answers 200 with what it could not delete. */
async function remove(
  client: ECRClient,
  repositoryName: string,
  named: readonly ImageName[],
): Promise<readonly RemovalFailure[]> {
  const command = new BatchDeleteImageCommand({
    repositoryName,
    imageIds: named.map(({ digest, tag }) => ({ imageDigest: digest, imageTag: tag })),
  });
  const { failures = [] } = await asking('ecr:BatchDeleteImage', () => client.send(command));
  return failures.map(({ imageId, failureCode = 'unknown', failureReason = '' }) => ({
    digest: imageId?.imageDigest ?? '',
    ...(imageId?.imageTag === undefined ? {} : { tag: imageId.imageTag }),
    code: failureCode,
    reason: failureReason,
  }));
}
