import { createHash } from 'node:crypto';
import type { PagerDuty } from '../core/channels.ts';
import { postBody, statusOf } from './https.ts';
import { placeOf, type Secrets } from './secrets.ts';

const address = 'https://events.pagerduty.com/v2/enqueue';

/** Source: PagerDuty, Events API v2, `dedup_key`. */
const mostKeyCharacters = 255;

/**
 * PagerDuty's Events API v2. 202 is taken; 400 is an event or a routing key that is wrong for good;
 * 429 and 5xx pass. `scope` keeps the alerts of one account and region apart from those of others
 * that tell the same service.
 */
export function pagerduty(
  secrets: Secrets,
  fetch: typeof globalThis.fetch,
  scope: string,
): PagerDuty {
  return {
    async send(routingKey, key, event) {
      const who = `PagerDuty, with the routing key in ${placeOf(routingKey)},`;
      const dedup_key = dedupKeyOf(`${scope}/${key}`);
      await secrets.use(
        routingKey,
        (routing_key) =>
          postBody(fetch, who, address, {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ routing_key, dedup_key, ...event }),
          }),
        (thrown) => statusOf(thrown) === 400,
      );
    },
  };
}

const dedupKeyOf = (key: string): string =>
  key.length <= mostKeyCharacters ? key : createHash('sha256').update(key).digest('hex');
