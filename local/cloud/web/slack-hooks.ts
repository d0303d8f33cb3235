import { isBody, readJson } from '../protocols/json.ts';
import { refusalOf, type SlackContent } from '../slack/index.ts';
import type { Kernel } from '../types.ts';
import type { Site } from './index.ts';

export type SlackHooks = {
  readonly site: Site;
  /** Makes a webhook; answers its address. */
  readonly add: (name: string) => string;
  /** Takes one away: its app is gone (404 `no_service`) or its channel is archived (410). */
  readonly break: (name: string, how: 'no_service' | 'channel_is_archived') => void;
  readonly posted: readonly (SlackContent & { readonly hook: string })[];
};

/** Slack's incoming webhooks. They answer in plain text. Source: docs.slack.dev, "Sending messages using incoming webhooks". */
export function createSlackHooks(kernel: Kernel): SlackHooks {
  const hooks = new Map<string, 'ok' | 'no_service' | 'channel_is_archived'>();
  const posted: (SlackContent & { readonly hook: string })[] = [];

  function take(name: string, text: string): Response {
    const state = hooks.get(name) ?? 'no_service';
    if (state === 'no_service') return new Response(state, { status: 404 });
    if (state === 'channel_is_archived') return new Response(state, { status: 410 });
    const input = readJson(text);
    const content = {
      text: typeof input.text === 'string' ? input.text : '',
      blocks: Array.isArray(input.blocks) ? input.blocks : [],
      attachments: Array.isArray(input.attachments) ? input.attachments : [],
    };
    const refusal = refusalOf(content);
    if (refusal) return new Response(refusal.error, { status: 400 });
    posted.push({ hook: name, ...content });
    kernel.tell('slack', `${name}: ${textOf(content)}`);
    return new Response('ok');
  }

  const nameIn = (url: URL): string => url.pathname.split('/').at(-1) ?? '';
  return {
    posted,
    add(name) {
      hooks.set(name, 'ok');
      return `https://hooks.slack.com/services/T0000000001/B0000000001/${name}`;
    },
    break: (name, how) => void hooks.set(name, how),
    site: {
      ...{ service: 'slack-webhook', action: 'post' },
      input: ({ text }) => readJson(text),
      answer: ({ url, text }) => take(nameIn(url), text),
    },
  };
}

function textOf({ text, attachments }: SlackContent): string {
  const [first] = attachments;
  return text || (isBody(first) ? String(first.fallback ?? '') : '');
}
