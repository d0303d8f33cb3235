import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import type { LifecyclePolicyPut } from '../core/image-signal.ts';
import { Envelope, eventOf } from './envelope.ts';
import { Moment, read } from './read.ts';

const Call = z.object({
  ...Envelope,
  detail: z.object({ eventName: z.string(), errorCode: z.exactOptional(z.string()) }),
});

/** `AWS API Call via CloudTrail`, PutLifecyclePolicy. Source: Amazon ECR user guide, logging-using-cloudtrail. */
const PutCall = z.object({
  ...Envelope,
  detail: z.object({
    eventID: z.string(),
    eventTime: Moment,
    awsRegion: z.exactOptional(z.string()),
    recipientAccountId: z.exactOptional(z.string()),
    requestParameters: z.object({ repositoryName: z.string() }),
  }),
});

/**
 * Reads CloudTrail's account of a PutLifecyclePolicy call. Throws `NotOurs` for other calls and for one that was
 * refused, `BadInput` for what is malformed.
 */
export function readLifecyclePolicyPut(event: unknown): LifecyclePolicyPut {
  const ours = eventOf(event, 'aws.ecr', 'AWS API Call via CloudTrail');
  const { eventName, errorCode } = read(Call, ours, 'CloudTrail').detail;
  if (eventName !== 'PutLifecyclePolicy') {
    throw new NotOurs(`this is a ${eventName} call, not PutLifecyclePolicy`);
  }
  if (errorCode !== undefined) throw new NotOurs(`this call was refused: ${errorCode}`);
  const call = read(PutCall, ours, 'CloudTrail PutLifecyclePolicy');
  const { detail } = call;
  return {
    kind: 'lifecycle-policy-put',
    id: detail.eventID,
    at: detail.eventTime,
    account: detail.recipientAccountId ?? call.account,
    region: detail.awsRegion ?? call.region,
    repository: detail.requestParameters.repositoryName,
  };
}
