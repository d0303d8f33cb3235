import { createHmac } from 'node:crypto';
import type { Webhook } from '../core/channels.ts';
import type { Clock } from '../core/world.ts';
import { postBody, statusOf } from './https.ts';
import { placeOf, type Secrets } from './secrets.ts';

/**
 * Posts signed JSON. The signature is HMAC-SHA256 over `timestamp.body`, as `sha256=` and
 * hexadecimal digits; the timestamp, seconds since 1970, lets whoever receives it refuse what was
 * recorded and sent again.
 */
export function webhook(secrets: Secrets, fetch: typeof globalThis.fetch, clock: Clock): Webhook {
  return {
    async post({ url, secret }, id, body) {
      const who =
        typeof url === 'string' ? `the webhook ${hostOf(url)}` : `the webhook in ${placeOf(url)}`;
      const text = JSON.stringify(body);
      const send = (address: string) =>
        secrets.use(
          secret,
          (key) =>
            postBody(fetch, who, address, {
              headers: headersOf(id, Math.floor(clock.now().getTime() / 1_000), text, key),
              body: text,
            }),
          (thrown) => [401, 403].includes(statusOf(thrown) ?? 0),
        );
      if (typeof url === 'string') await send(url);
      else await secrets.use(url, send, (thrown) => [404, 410].includes(statusOf(thrown) ?? 0));
    },
  };
}

/** A path may hold a key. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'address');

const headersOf = (id: string, timestamp: number, body: string, key: string) => ({
  'content-type': 'application/json',
  'user-agent': 'deckhand',
  'deckhand-id': id,
  'deckhand-timestamp': `${timestamp}`,
  'deckhand-signature': `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`,
});
