import type { Attempts } from '../attempt.ts';
import { createLife, type Life } from '../life.ts';
import { readJson } from '../protocols/json.ts';
import { ApiError, type Body, type Kernel, type Principal } from '../types.ts';
import { type Channels, createChannels } from './channels.ts';
import { createFiles, type Files } from './files.ts';
import { createMethods, type Method } from './methods.ts';
import { SlackRefusal } from './refusal.ts';

export type { SlackChannel, SlackContent, SlackMessage } from './channels.ts';
export { refusalOf } from './limits.ts';

export type Slack = {
  readonly channels: Channels;
  readonly files: Files;
  /** Calls a method; answers what Slack answers, `{ok: false, error}` included. Throws `ApiError` for a fault. */
  readonly call: (principal: Principal, method: string, input: Body, life?: Life) => Promise<Body>;
  /** What Slack's client takes as its `fetch`. */
  readonly fetchFor: (principal: Principal, life?: Life) => typeof fetch;
  /** Tokens that Slack accepts; any `xoxb-…` while there are none. */
  readonly tokens: Set<string>;
  /** Methods that refuse whatever is asked of them, and with which error: `chat.update`, `edit_window_closed`. */
  readonly refusals: Map<string, string>;
  /** What a 429 says in `Retry-After`, in seconds. */
  retryAfterSeconds: number;
};

/** Slack's Web API, with the limits and refusals that its reference documents. */
export function createSlack(kernel: Kernel, attempts: Attempts): Slack {
  const channels = createChannels(kernel);
  const files = createFiles(kernel);
  const methods = createMethods(channels, files, kernel);
  const tokens = new Set<string>();
  const refusals = new Map<string, string>();
  const usual = createLife();

  function perform(method: string, input: Body, isDenied: boolean): Body {
    try {
      authenticate(input.token, isDenied, tokens);
      const found: Method | undefined = methods[method];
      if (!found) throw new SlackRefusal('unknown_method');
      const refused = refusals.get(method);
      if (refused !== undefined) throw new SlackRefusal(refused);
      return { ok: true, ...found(input) };
    } catch (error) {
      if (error instanceof SlackRefusal) return refusal(error);
      throw error;
    }
  }

  const slack: Slack = {
    channels,
    files,
    tokens,
    refusals,
    retryAfterSeconds: 1,
    call: (principal, action, input, life = usual) =>
      attempts.make({ principal, service: 'slack', action, input, life }, (fault) =>
        perform(action, input, fault === 'deny'),
      ),
    fetchFor: (principal, life) => async (url, init) => {
      const request = new Request(url, init);
      const method = new URL(request.url).pathname.split('/').at(-1) ?? '';
      const input = readInput(await request.text(), request.headers);
      try {
        return Response.json(await slack.call(principal, method, input, life));
      } catch (error) {
        if (error instanceof ApiError) return failure(error, slack.retryAfterSeconds);
        throw error;
      }
    },
  };
  return slack;
}

function authenticate(token: unknown, isDenied: boolean, tokens: ReadonlySet<string>): void {
  if (typeof token !== 'string' || token === '') throw new SlackRefusal('not_authed');
  const isKnown = tokens.size === 0 ? token.startsWith('xoxb-') : tokens.has(token);
  if (!isKnown) throw new SlackRefusal('invalid_auth');
  if (isDenied) throw new SlackRefusal('missing_scope');
}

const refusal = ({ code, details }: SlackRefusal): Body => ({
  ok: false,
  error: code,
  ...(details.length > 0 ? { errors: details, response_metadata: { messages: details } } : {}),
});

function readInput(text: string, headers: Headers): Body {
  const token = headers.get('authorization')?.replace(/^Bearer /, '');
  const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
  const input = isJson ? readJson(text) : Object.fromEntries(new URLSearchParams(text));
  return token === undefined ? input : { token, ...input };
}

function failure(error: ApiError, retryAfterSeconds: number): Response {
  if (error.code !== 'ThrottlingException') return new Response('', { status: error.status });
  const headers = { 'retry-after': `${retryAfterSeconds}` };
  return Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers });
}
