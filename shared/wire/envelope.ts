import * as z from 'zod/mini';
import { NotOurs } from '../core/errors.ts';
import { Moment, read, withoutNulls } from './read.ts';

/** The fields every EventBridge event has around its `detail`. */
export const Envelope = {
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  time: Moment,
  resources: z._default(z.array(z.string()), []),
};

/** What tells one kind of event from another. */
export const Kind = z.object({ source: z.string(), 'detail-type': z.string() });

/** An event of this kind, ready for its schema. Throws `NotOurs` when it is another kind of event. */
export function eventOf(event: unknown, source: string, detailType: string): unknown {
  const kind = read(Kind, event, 'the event');
  if (kind.source !== source || kind['detail-type'] !== detailType) {
    throw new NotOurs(
      `this is "${kind['detail-type']}" from ${kind.source}, not "${detailType}" from ${source}`,
    );
  }
  return withoutNulls(event);
}
