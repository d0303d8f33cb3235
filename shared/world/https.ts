import { BadInput, messageOf, Unavailable } from '../core/errors.ts';

type Posted = { readonly status: number; readonly text: string };

/** Long enough for a service that is well; one that is not is asked again later. */
const timeoutMs = 5_000;

const passing: readonly number[] = [408, 425, 429];

/** Asked the wrong thing, by the wrong person or at the wrong place: the same again will not help. */
const isFinal = (status: number): boolean => status < 500 && !passing.includes(status);

/** What a status other than 2xx was answered with; `cause` of what `postBody` throws. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor({ status, text }: Posted) {
    super(`HTTP status ${status}: ${text.slice(0, 300).trim() || 'nothing more'}`);
    this.status = status;
  }
}

/** With which status `postBody` was refused; null, if something else went wrong. */
export const statusOf = (thrown: unknown): number | null =>
  thrown instanceof Error && thrown.cause instanceof Refused ? thrown.cause.status : null;

/**
 * Posts to `who`, whom errors call by that name: the address may be a secret. Redirects are not
 * followed, as they could lead anywhere.
 *
 * @throws Unavailable for what may go better later: no answer within five seconds, 408, 425, 429, 5xx.
 * @throws BadInput for every other answer but 2xx.
 */
export async function postBody(
  fetch: typeof globalThis.fetch,
  who: string,
  url: string,
  request: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array<ArrayBuffer>;
  },
): Promise<Posted> {
  checkAddress(who, url);
  const response = await answered(who, () =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...request,
    }),
  );
  const { status } = response;
  const text = await answered(who, () => response.text());
  if (response.ok) return { status, text };
  throw meaningOf(who, { status, text }, response.headers.get('retry-after'));
}

/** `fetch` would quote an address that it cannot read. */
function checkAddress(who: string, url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return;
  throw new BadInput(`the address of ${who} is none that begins with https://`);
}

async function answered<T>(who: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new Unavailable(`${who} cannot be reached: ${messageOf(cause)}`, { cause });
  }
}

function meaningOf(who: string, posted: Posted, retryAfter: string | null) {
  const cause = new Refused(posted);
  if (isFinal(posted.status)) return new BadInput(`${who} refused: ${cause.message}`, { cause });
  const retryAfterMs = Number(retryAfter) * 1_000;
  return new Unavailable(`${who} could not take it: ${cause.message}`, {
    cause,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
  });
}
