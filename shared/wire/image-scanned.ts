import * as z from 'zod/mini';
import type { ImageScanned } from '../core/image-signal.ts';
import { Envelope, eventOf, Kind } from './envelope.ts';
import { read } from './read.ts';

/** `ECR Image Scan` (basic) and `Inspector2 Scan` (enhanced), which names the repository by its ARN. */
const ImageScan = z.object({
  ...Envelope,
  detail: z.object({
    'scan-status': z.string(),
    'repository-name': z.string(),
    'image-digest': z.string(),
  }),
});

/**
 * Reads that a scan of an image ended. Single findings (`Inspector2 Finding`) are not read: they come by the hundred,
 * and before the scan that they are part of has ended.
 * Throws `NotOurs` for other events, `BadInput` for what is malformed.
 */
export function readImageScanned(event: unknown): ImageScanned {
  const kind = read(Kind, event, 'the event')['detail-type'];
  const ours =
    kind === 'Inspector2 Scan'
      ? eventOf(event, 'aws.inspector2', kind)
      : eventOf(event, 'aws.ecr', 'ECR Image Scan');
  const { detail, id, account, region, time } = read(ImageScan, ours, kind);
  return {
    kind: 'image-scanned',
    id,
    at: time,
    account,
    region,
    repository: detail['repository-name'].replace(/^.*:repository\//, ''),
    digest: detail['image-digest'],
    status: detail['scan-status'],
  };
}
