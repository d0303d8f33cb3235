import { BatchGetImageCommand, type ECRClient } from '@aws-sdk/client-ecr';
import * as z from 'zod/mini';
import type { EcrRepository } from '../core/image.ts';
import { type Known, known } from '../core/known.ts';
import { looking } from './failures.ts';

/** An image that an index holds, with its platform: `linux/arm64`; attestations have `unknown/unknown`. */
export type Indexed = { readonly digest: string; readonly platform: string | null };

/** Reads an index; empty where the image is a single one, which has its platform in its configuration blob. */
export type ImageIndexes = (
  client: ECRClient,
  repository: EcrRepository,
  imageDigest: string,
) => Promise<Known<readonly Indexed[]>>;

const Index = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z.optional(z.object({ os: z.string(), architecture: z.string() })),
    }),
  ),
});

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** A digest stands for the same index for ever, so each is read once while the process lives; so many are kept. */
const maxKept = 200;

export function imageIndexes(): ImageIndexes {
  const kept = new Map<string, readonly Indexed[]>();
  return async (client, repository, imageDigest) => {
    const found = kept.get(imageDigest);
    if (found) return known(found);
    const read = await readIndex(client, repository, imageDigest);
    if (read.known && kept.size < maxKept) kept.set(imageDigest, read.value);
    return read;
  };
}

function readIndex(
  client: ECRClient,
  { account, name }: EcrRepository,
  imageDigest: string,
): Promise<Known<readonly Indexed[]>> {
  const command = new BatchGetImageCommand({
    registryId: account,
    repositoryName: name,
    imageIds: [{ imageDigest }],
    acceptedMediaTypes: indexTypes,
  });
  return looking<readonly Indexed[]>('ecr:BatchGetImage', async () => {
    const { images = [] } = await client.send(command);
    const index = z.safeParse(Index, JSON.parse(images[0]?.imageManifest ?? 'null'));
    return (index.success ? index.data.manifests : []).map(({ digest, platform }) => ({
      digest,
      platform: platform ? `${platform.os}/${platform.architecture}` : null,
    }));
  });
}
