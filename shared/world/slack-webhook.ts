import type { SlackWebhook } from '../core/channels.ts';
import { BadInput } from '../core/errors.ts';
import { postBody, statusOf } from './https.ts';
import { placeOf, type Secrets } from './secrets.ts';

/** A webhook that was revoked or belongs to an app that is gone. Source: docs.slack.dev, incoming webhooks. */
const gone: readonly (number | null)[] = [403, 404, 410];

/** Slack answers with a plain `ok`; everything else is a failure, whatever its status. */
export function slackWebhook(secrets: Secrets, fetch: typeof globalThis.fetch): SlackWebhook {
  return {
    async post(url, { text, color, blocks }) {
      const who = `the Slack webhook in ${placeOf(url)}`;
      const body = JSON.stringify({
        ...(color === undefined
          ? { text, blocks }
          : { attachments: [{ color, blocks, fallback: text }] }),
        unfurl_links: false,
        unfurl_media: false,
      });
      const headers = { 'content-type': 'application/json' };
      const answer = await secrets.use(
        url,
        (address) => postBody(fetch, who, address, { headers, body }),
        (thrown) => gone.includes(statusOf(thrown)),
      );
      if (answer.text.trim() === 'ok') return;
      throw new BadInput(`${who} answered with something else than ok: is it one of Slack's?`);
    },
  };
}
