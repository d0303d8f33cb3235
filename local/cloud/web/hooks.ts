import { createHmac, timingSafeEqual } from 'node:crypto';
import { readJson } from '../protocols/json.ts';
import type { Body, Kernel } from '../types.ts';
import type { Site, WebRequest } from './index.ts';

/** What a webhook took, once for each id. */
export type Taken = { readonly id: string; readonly body: Body };

type Hook = { readonly secret: string; readonly taken: Taken[]; status: number };

export type Hooks = {
  /** Listens at an address; refuses what is not signed with `secret`. */
  readonly listen: (address: string, secret: string) => Hook;
  readonly siteOf: (url: URL) => Site | null;
};

/** A request that is older than this may have been recorded and sent again. */
const oldestMs = 5 * 60_000;

/** Receivers of Deckhand's webhook, written as docs/receivers.md tells people to write theirs. */
export function createHooks(kernel: Kernel): Hooks {
  const hooks = new Map<string, Hook>();

  function answer(hook: Hook, request: WebRequest): Response {
    if (hook.status !== 200) return new Response('', statusOf(hook.status));
    const { text, headers } = request;
    const timestamp = headers.get('deckhand-timestamp') ?? '';
    const isFresh = Math.abs(kernel.time.now() - Number(timestamp) * 1_000) <= oldestMs;
    if (!isFresh || !isSigned(hook.secret, `${timestamp}.${text}`, headers)) {
      return new Response('bad signature', { status: 401 });
    }
    const id = headers.get('deckhand-id') ?? '';
    if (!hook.taken.some((one) => one.id === id)) hook.taken.push({ id, body: readJson(text) });
    return new Response(null, { status: 204 });
  }

  return {
    listen(address, secret) {
      const hook: Hook = { secret, taken: [], status: 200 };
      hooks.set(address, hook);
      return hook;
    },
    siteOf(url) {
      const hook = hooks.get(url.href);
      if (!hook) return null;
      return {
        ...{ service: 'webhook', action: 'post' },
        input: ({ text }) => readJson(text),
        answer: (request) => answer(hook, request),
      };
    },
  };
}

/** A redirect leads to somewhere else. */
const statusOf = (status: number): ResponseInit =>
  status >= 300 && status < 400
    ? { status, headers: { location: 'https://elsewhere.example/' } }
    : { status };

function isSigned(secret: string, signed: string, headers: Headers): boolean {
  const expected = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`,
  );
  const given = Buffer.from(headers.get('deckhand-signature') ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
