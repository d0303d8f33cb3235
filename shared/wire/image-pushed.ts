import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import { bunchEndMs, type ImagePushed } from '../core/image-signal.ts';
import { Envelope, eventOf, Kind } from './envelope.ts';
import { read } from './read.ts';

/** The two that have one shape. Source: EventBridge's schema registry, aws.ecr@ECRImageAction. */
const ImageAction = z.object({
  ...Envelope,
  detail: z.object({
    'action-type': z.string(),
    result: z.string(),
    'repository-name': z.string(),
    'image-digest': z.exactOptional(z.string()),
    'image-tag': z.exactOptional(z.string()),
  }),
});

/** Source: aws.ecr@ECRPullThroughCacheAction. */
const PullThroughCacheAction = z.object({
  ...Envelope,
  detail: z.object({
    'sync-status': z.string(),
    'repository-name': z.string(),
    'image-digest': z.exactOptional(z.string()),
    'image-tag': z.exactOptional(z.string()),
  }),
});

/**
 * Reads that an image came into a repository, whichever way. Throws `NotOurs` for a deletion, an action that failed,
 * and the rest; `BadInput` for what is malformed.
 */
export function readImagePushed(event: unknown): ImagePushed {
  const kind = read(Kind, event, 'the event')['detail-type'];
  if (kind === 'ECR Pull Through Cache Action') return readCached(event);
  return kind === 'ECR Replication Action'
    ? readAction(event, kind, 'replicated')
    : readAction(event, 'ECR Image Action', 'pushed');
}

function readAction(event: unknown, kind: string, how: ImagePushed['how']): ImagePushed {
  const { detail, ...envelope } = read(ImageAction, eventOf(event, 'aws.ecr', kind), kind);
  const { 'action-type': action, result } = detail;
  if (action !== 'PUSH' || result !== 'SUCCESS') {
    throw new NotOurs(`this is a ${action} that ended in ${result}, no image that came in`);
  }
  return signalOf(envelope, detail, how);
}

function readCached(event: unknown): ImagePushed {
  const kind = 'ECR Pull Through Cache Action';
  const ours = eventOf(event, 'aws.ecr', kind);
  const { detail, ...envelope } = read(PullThroughCacheAction, ours, kind);
  if (detail['sync-status'] !== 'SUCCESS') {
    throw new NotOurs(`the cache's synchronisation ended in ${detail['sync-status']}`);
  }
  return signalOf(envelope, detail, 'cached');
}

type Where = { readonly account: string; readonly region: string; readonly time: string };

type Image = {
  readonly 'repository-name': string;
  readonly 'image-digest'?: string;
  readonly 'image-tag'?: string;
};

/** An empty tag or digest is none. */
function signalOf(
  { account, region, time }: Where,
  { 'repository-name': repository, 'image-digest': digest = '', 'image-tag': tag = '' }: Image,
  how: ImagePushed['how'],
): ImagePushed {
  const bunch = new Date(bunchEndMs(Date.parse(time))).toISOString();
  return {
    kind: 'image-pushed',
    id: `${account}/${region}/${repository}/${digest}/${tag}@${bunch}`,
    at: time,
    account,
    region,
    repository,
    how,
    ...(digest ? { digest } : {}),
    ...(tag ? { tag } : {}),
  };
}
