import {
  LogLevel,
  type WebAPICallResult,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { BadInput, messageOf, Unavailable } from '../core/errors.ts';
import type { Slack, SlackMessage, SlackPosted } from '../core/world.ts';
import { placeOf, type Secrets } from './secrets.ts';
import { uploadPicture } from './slack-files.ts';

/** Whoever asked for the message retries, minutes later and with the incident as it is then; so we do not here. */
const once = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 5_000 };

/** Everything worth telling is in what is thrown. */
const silent: NonNullable<WebClientOptions['logger']> = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** The message is gone, or Slack lets nobody edit it any more. */
const beyondEditing = ['message_not_found', 'edit_window_closed', 'cant_update_message'];

const passing =
  /^(internal_error|fatal_error|service_unavailable|request_timeout|rate_?limited|accesslimited)$/;

const badToken = /^(invalid_auth|not_authed|token_revoked|token_expired|account_inactive)$/;

type Arguments = { readonly [name: string]: unknown };
type Call = (method: string, token: string, given: Arguments) => Promise<WebAPICallResult>;

export function slack(secrets: Secrets, web: typeof globalThis.fetch): Slack {
  const client = new WebClient(undefined, {
    ...once,
    logger: silent,
    fetch: web,
  });
  const call: Call = (method, token, given) => client.apiCall(method, { ...given, token });
  const say = (method: string, where: Arguments, message: SlackMessage) =>
    withToken(secrets, message, (token) =>
      call(method, token, { ...where, ...contentOf(message) }),
    );
  return {
    async post(message) {
      const where = { channel: message.channel };
      return postedIn(await say('chat.postMessage', where, message));
    },
    async update({ channel, ts }, message) {
      try {
        await say('chat.update', { channel, ts }, message);
        return true;
      } catch (thrown) {
        if (thrown instanceof BadInput && beyondEditing.includes(codeOf(thrown.cause)))
          return false;
        throw thrown;
      }
    },
    async reply({ channel, ts }, message) {
      const reply_broadcast = message.broadcast ?? false;
      await say('chat.postMessage', { channel, thread_ts: ts, reply_broadcast }, message);
    },
    upload: (picture, posted) =>
      withToken(secrets, { channel: posted?.channel ?? 'files', token: picture.token }, (token) =>
        uploadPicture((method, given) => call(method, token, given), web, picture, posted),
      ),
  };
}

/**
 * An attachment is the only thing in Slack that has a bar of colour at its side. Beside an attachment, `text` would
 * be shown a second time above it; `fallback` is what notifications show then (node-slack-sdk#1528).
 */
const contentOf = ({ text, color, blocks }: SlackMessage): Arguments => ({
  ...(color === undefined
    ? { text, blocks }
    : { attachments: [{ color, blocks, fallback: text }] }),
  unfurl_links: false,
  unfurl_media: false,
});

function postedIn(result: WebAPICallResult): SlackPosted {
  const { channel, ts } = { channel: null, ts: null, ...result };
  if (typeof channel === 'string' && typeof ts === 'string') return { channel, ts };
  throw new Unavailable('Slack took the message, but did not say where it is');
}

/** Whom a call concerns, for what its failure means. */
type Addressee = Pick<SlackMessage, 'channel' | 'token'>;

async function withToken<T>(
  secrets: Secrets,
  message: Addressee,
  call: (token: string) => Promise<T>,
): Promise<T> {
  try {
    return await secrets.use(message.token, call, (thrown) => badToken.test(codeOf(thrown)));
  } catch (thrown) {
    throw meaningOf(thrown, message);
  }
}

/** `channel_not_found`, or nothing where Slack did not answer. */
const codeOf = (thrown: unknown): string =>
  thrown instanceof WebAPIPlatformError ? thrown.data.error : '';

function meaningOf(thrown: unknown, message: Addressee): Unavailable | BadInput {
  if (thrown instanceof Unavailable || thrown instanceof BadInput) return thrown;
  const cause = { cause: thrown };
  if (thrown instanceof WebAPIRateLimitedError) {
    const retryAfterMs = thrown.retryAfter * 1_000;
    return new Unavailable(`Slack asks to wait for ${thrown.retryAfter} s`, {
      ...cause,
      retryAfterMs,
    });
  }
  if (thrown instanceof WebAPIHTTPError && thrown.statusCode < 500 && thrown.statusCode !== 429) {
    return new BadInput(`Slack answered with HTTP status ${thrown.statusCode}`, cause);
  }
  if (!(thrown instanceof WebAPIPlatformError) || passing.test(thrown.data.error)) {
    return new Unavailable(`Slack cannot be reached: ${messageOf(thrown)}`, cause);
  }
  const details = thrown.data.response_metadata?.messages ?? [];
  const words = [thrown.data.error, ...details].join('; ');
  return new BadInput(`Slack refused (${words}): ${whatToDo(thrown.data.error, message)}`, cause);
}

function whatToDo(code: string, { channel, token }: Addressee): string {
  if (badToken.test(code)) return `put a valid bot token into ${placeOf(token)}`;
  switch (code) {
    case 'channel_not_found':
      return `check the channel ${channel}; a private one is only found once the app is invited`;
    case 'not_in_channel':
      return `invite the app to ${channel}`;
    case 'is_archived':
      return `${channel} is archived: choose another channel`;
    case 'missing_scope':
      return 'give the app the scopes chat:write and, for graphs, files:write, and install it again';
    default:
      return `the message to ${channel} was not taken`;
  }
}
