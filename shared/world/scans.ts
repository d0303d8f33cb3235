import {
  DescribeImageScanFindingsCommand,
  type ECRClient,
  type ImageScanFindings,
} from '@aws-sdk/client-ecr';
import { nameOf } from '../core/errors.ts';
import type { EcrRepository } from '../core/image.ts';
import { type Known, known } from '../core/known.ts';
import type { Scan } from '../core/registry.ts';
import { looking } from './failures.ts';
import type { ImageIndexes } from './image-index.ts';

const pageSize = 1_000;

const missing = ['ScanNotFoundException', 'ImageNotFoundException', 'RepositoryNotFoundException'];

/** Of an index ECR has no scan, or one of these. */
const isOfNoUse = (scan: Known<Scan | null>): boolean =>
  scan.known && (scan.value === null || scan.value.status === 'UNSUPPORTED_IMAGE');

/**
 * The scan of an image. An index is not scanned itself, the images in it are: what any of them has counts, and it is
 * done when all of them are. Source: Amazon ECR user guide, image scanning.
 */
export async function scanOf(
  client: ECRClient,
  repository: EcrRepository,
  imageDigest: string,
  indexes: ImageIndexes,
): Promise<Known<Scan | null>> {
  const own = await scanOfOne(client, repository, imageDigest);
  if (!isOfNoUse(own)) return own;
  const index = await indexes(client, repository, imageDigest);
  if (!index.known) return index;
  const images = index.value.filter(({ platform }) => platform !== 'unknown/unknown');
  if (images.length === 0) return own;
  return together(
    await Promise.all(images.map(({ digest }) => scanOfOne(client, repository, digest))),
  );
}

const finished = ['COMPLETE', 'ACTIVE'];

/** What will give no result is missing; what has none yet is waited for. */
function together(scans: readonly Known<Scan | null>[]): Known<Scan | null> {
  const unread = scans.find((scan) => !scan.known);
  if (unread) return unread;
  const seen = scans.flatMap((scan) => (scan.known && scan.value ? scan.value : []));
  if (seen.length === 0) return known(null);
  const statuses = seen.map(({ status }) => status);
  const isLost = (status: string) => ![...finished, 'PENDING', 'IN_PROGRESS'].includes(status);
  const isMissing = seen.length < scans.length;
  const status =
    statuses.find(isLost) ??
    statuses.find((one) => !finished.includes(one)) ??
    (isMissing ? 'PENDING' : 'COMPLETE');
  return known({ status, findings: seen.flatMap(({ findings }) => findings) });
}

function scanOfOne(
  client: ECRClient,
  { account, name }: EcrRepository,
  imageDigest: string,
): Promise<Known<Scan | null>> {
  return looking<Scan | null>(
    'ecr:DescribeImageScanFindings',
    async () => {
      const findings: Scan['findings'][number][] = [];
      let nextToken: string | undefined;
      let status = 'PENDING';
      do {
        const answer = await client.send(
          new DescribeImageScanFindingsCommand({
            registryId: account,
            repositoryName: name,
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
    (thrown) => (missing.includes(nameOf(thrown)) ? known(null) : null),
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
