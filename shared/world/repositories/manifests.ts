import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { BatchGetImageCommand, type ECRClient, type Image } from '@aws-sdk/client-ecr';
import type { ImageManifest, Layer } from '../../core/ecr-image.ts';
import { writeItems } from '../batches.ts';
import { relying } from '../failures.ts';
import { expiry, json, keptMs, keyOf, parsed, type Table } from '../table.ts';
import { inGroupsOf } from '../uses/pages.ts';

/** BatchGetImage and BatchGetItem take so many. */
const maxRead = 100;

const acceptedMediaTypes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];

const keyOfManifest = (digest: string) => keyOf({ pk: `manifest#${digest}`, sk: 'manifest' });

/** What a digest names never changes, so a manifest is read once and kept. */
export async function manifests(
  client: ECRClient,
  table: Table,
  repositoryName: string,
  digests: readonly string[],
  readOnly: boolean,
): Promise<readonly ImageManifest[]> {
  const found = new Map<string, ImageManifest>();
  for (const group of inGroupsOf(maxRead, digests)) {
    for (const manifest of await kept(table, group)) found.set(manifest.digest, manifest);
  }
  const missing = digests.filter((digest) => !found.has(digest));
  for (const group of inGroupsOf(maxRead, missing)) {
    const command = new BatchGetImageCommand({
      repositoryName,
      acceptedMediaTypes,
      imageIds: group.map((imageDigest) => ({ imageDigest })),
    });
    const { images = [] } = await client.send(command);
    const read = images.flatMap((image) => manifestFrom(image) ?? []);
    for (const manifest of read) found.set(manifest.digest, manifest);
    if (!readOnly) await keep(table, read);
  }
  return [...found.values()];
}

async function kept(table: Table, digests: readonly string[]): Promise<readonly ImageManifest[]> {
  const command = new BatchGetItemCommand({
    RequestItems: { [table.name]: { Keys: digests.map(keyOfManifest) } },
  });
  // Keys left unprocessed are asked of ECR again: dearer, and as good.
  const { Responses = {} } = await relying('dynamodb:BatchGetItem', () =>
    table.client.send(command),
  );
  return (Responses[table.name] ?? []).flatMap(
    ({ manifest }) => parsed<ImageManifest>(manifest) ?? [],
  );
}

async function keep(table: Table, read: readonly ImageManifest[]): Promise<void> {
  const expiresAt = expiry(table.clock.now(), keptMs.manifest);
  await writeItems(
    table,
    read.map((manifest) => ({
      PutRequest: {
        Item: { ...keyOfManifest(manifest.digest), manifest: json(manifest), expiresAt },
      },
    })),
  );
}

/** `null` where ECR answers something that is no manifest; what belongs to it is then not known. */
function manifestFrom({ imageId, imageManifest }: Image): ImageManifest | null {
  const digest = imageId?.imageDigest;
  const manifest: unknown = JSON.parse(imageManifest ?? 'null');
  if (!digest || typeof manifest !== 'object' || manifest === null) return null;
  const fields = new Map<string, unknown>(Object.entries(manifest));
  const children = descriptorsIn(fields.get('manifests'));
  const layers = [...descriptorsIn(fields.get('layers')), ...descriptorsIn([fields.get('config')])];
  return { digest, children: children.map((child) => child.digest), layers };
}

/** OCI image specification, content descriptors: `digest`, and `size` in bytes. */
function descriptorsIn(list: unknown): readonly Layer[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): Layer[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const fields = new Map<string, unknown>(Object.entries(entry));
    const digest = fields.get('digest');
    const size = fields.get('size');
    if (typeof digest !== 'string') return [];
    return [{ digest, sizeBytes: typeof size === 'number' ? size : 0 }];
  });
}
