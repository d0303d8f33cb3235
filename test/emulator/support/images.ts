import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { type Aws, eventually } from './aws.ts';
import { eventOf, put } from './events.ts';

export const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

export const createRepository = (aws: Aws, repositoryName: string) =>
  aws.ecr.send(new CreateRepositoryCommand({ repositoryName }));

/** Pushes images of these tags, the first the oldest. ECR dates them to the second, so each has one of its own. */
export async function push(
  aws: Aws,
  repositoryName: string,
  tags: readonly string[],
): Promise<void> {
  for (const imageTag of tags) {
    await aws.ecr.send(
      new PutImageCommand({ repositoryName, imageTag, imageManifest: manifestOf(imageTag) }),
    );
    const second = secondNow();
    await eventually(
      'the next second',
      async () => secondNow(),
      (now) => now > second,
    );
  }
}

const secondNow = (): number => Math.floor(Date.now() / 1000);

/** An image's manifest, like any other but for the size of its configuration. */
const manifestOf = (tag: string): string => {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', size: tag.length };
  const digest = `sha256:${Buffer.from(tag.padEnd(32)).toString('hex')}`;
  return JSON.stringify({ schemaVersion: 2, mediaType, config: { ...config, digest }, layers: [] });
};

/** The tags of the images that there are. */
export async function tagsIn(aws: Aws, repositoryName: string): Promise<readonly string[]> {
  const { imageDetails = [] } = await aws.ecr.send(new DescribeImagesCommand({ repositoryName }));
  return imageDetails.flatMap(({ imageTags = [] }) => imageTags).sort();
}

export async function digestOf(aws: Aws, repositoryName: string, tag: string): Promise<string> {
  const { imageDetails = [] } = await aws.ecr.send(new DescribeImagesCommand({ repositoryName }));
  return imageDetails.find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest ?? '';
}

/** ECR tells that the image was pushed. */
export async function tellOfPush(aws: Aws, repositoryName: string, tag: string): Promise<void> {
  const event = eventOf('images/push.json');
  const digest = await digestOf(aws, repositoryName, tag);
  const pushed = { 'repository-name': repositoryName, 'image-tag': tag, 'image-digest': digest };
  await put(aws, { ...event, detail: { ...event.detail, ...pushed } });
}
