import type { WebAPICallResult } from '@slack/web-api';
import type { SlackPicture } from '../core/channels.ts';
import { Unavailable } from '../core/errors.ts';
import type { SlackPosted } from '../core/world.ts';
import { postBody } from './https.ts';

type Call = (
  method: string,
  given: { readonly [name: string]: unknown },
) => Promise<WebAPICallResult>;

/**
 * Uploads a picture in the three steps that Slack wants: ask where to, send the bytes there, say that
 * they are there. With `posted`, it is shown in that thread; without, it can be shown by an image
 * block. Slack may need a moment until then. Source: docs.slack.dev, "Working with files".
 */
export async function uploadPicture(
  call: Call,
  fetch: typeof globalThis.fetch,
  { name, alt, bytes }: SlackPicture,
  posted?: SlackPosted,
): Promise<string> {
  const place = placeIn(
    await call('files.getUploadURLExternal', {
      filename: name,
      length: bytes.length,
      alt_txt: alt,
    }),
  );
  const headers = { 'content-type': 'application/octet-stream' };
  await postBody(fetch, "Slack's file storage", place.url, { headers, body: bytes });
  await call('files.completeUploadExternal', {
    files: JSON.stringify([{ id: place.id, title: alt }]),
    ...(posted ? { channel_id: posted.channel, thread_ts: posted.ts } : {}),
  });
  return place.id;
}

function placeIn(answer: WebAPICallResult): { readonly url: string; readonly id: string } {
  const { upload_url, file_id } = { upload_url: null, file_id: null, ...answer };
  if (typeof upload_url === 'string' && typeof file_id === 'string') {
    return { url: upload_url, id: file_id };
  }
  throw new Unavailable('Slack did not say where to upload the picture to');
}
