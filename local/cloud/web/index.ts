import type { Attempts } from '../attempt.ts';
import { networkError } from '../faults.ts';
import type { Life } from '../life.ts';
import type { Slack } from '../slack/index.ts';
import { ApiError, type Body, type Kernel, type Principal } from '../types.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { createPagerDuty, type PagerDuty } from './pagerduty.ts';
import { createSlackHooks, type SlackHooks } from './slack-hooks.ts';

/** A request off the wire, read. */
export type WebRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
};

/** A site: answers the requests to its hosts. */
export type Site = {
  /** What it is called in the record of calls, and what is done there. */
  readonly service: string;
  readonly action: string;
  readonly input: (request: WebRequest) => Body;
  readonly answer: (request: WebRequest) => Response;
};

export type Web = {
  readonly pagerduty: PagerDuty;
  readonly slackHooks: SlackHooks;
  readonly hooks: Hooks;
  readonly fetchFor: (principal: Principal, life: Life) => typeof fetch;
  /** What a 429 says in `Retry-After`, in seconds. */
  retryAfterSeconds: number;
};

/** Everything outside AWS that is reached over HTTPS: Slack, PagerDuty, webhooks. Other hosts do not exist. */
export function createWeb(kernel: Kernel, attempts: Attempts, slack: Slack): Web {
  const pagerduty = createPagerDuty(kernel);
  const slackHooks = createSlackHooks(kernel);
  const hooks = createHooks(kernel);
  const sites: { readonly [host: string]: Site } = {
    'events.pagerduty.com': pagerduty.site,
    'hooks.slack.com': slackHooks.site,
    'files.slack.com': uploadsTo(slack),
  };
  const web: Web = {
    ...{ pagerduty, slackHooks, hooks, retryAfterSeconds: 1 },
    fetchFor(principal, life) {
      const slackFetch = slack.fetchFor(principal, life);
      return async (input, init) => {
        const asked = new Request(input, init);
        const url = new URL(asked.url);
        if (url.host === 'slack.com') return slackFetch(input, init);
        const site = sites[url.host] ?? hooks.siteOf(url);
        if (!site) throw networkError();
        const { method, headers } = asked;
        const bytes = Buffer.from(await asked.arrayBuffer());
        const request = { url, method, headers, bytes, text: bytes.toString() };
        const { service, action } = site;
        const attempt = { principal, service, action, input: site.input(request), life };
        try {
          return await attempts.make(attempt, (fault) =>
            fault === 'deny' ? new Response('forbidden', { status: 403 }) : site.answer(request),
          );
        } catch (error) {
          if (error instanceof ApiError) return failure(error, web.retryAfterSeconds);
          throw error;
        }
      };
    },
  };
  return web;
}

const uploadsTo = ({ files }: Slack): Site => ({
  ...{ service: 'slack', action: 'upload' },
  input: ({ url, bytes }) => ({ path: url.pathname, length: bytes.length }),
  answer: ({ url, bytes }) => files.take(url.pathname.split('/').at(-1) ?? '', bytes),
});

function failure(error: ApiError, retryAfterSeconds: number): Response {
  if (error.code !== 'ThrottlingException') return new Response('', { status: error.status });
  return new Response('', { status: 429, headers: { 'retry-after': `${retryAfterSeconds}` } });
}
