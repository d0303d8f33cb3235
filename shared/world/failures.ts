import { BadInput, messageOf, nameOf, Unavailable } from '../core/errors.ts';
import { type Known, known, unknown } from '../core/known.ts';

/**
 * What a failed call means: `transient` may go better later, `denied` needs a permission, `refused` is wrong
 * for good (and says why).
 */
export type Failure = 'transient' | 'denied' | 'refused';

/** Refusals that pass, though their status is in the 400s. */
const passing =
  /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughput|TransactionInProgress|ExpiredToken|RequestExpired/;

/** ECS says some of them in words only, under the name ClientException. */
const passingWords = /rate exceeded|too many concurrent|too many requests/i;

const denied =
  /AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized|InvalidClientTokenId|UnrecognizedClient/;

/** Reads an SDK error. What never got an answer (network, time-out, no credentials) is transient. */
export function failureOf(thrown: unknown): Failure {
  const status = statusOf(thrown);
  const name = nameOf(thrown);
  if (status === undefined || status >= 500 || status === 429) return 'transient';
  if (passing.test(name) || passingWords.test(messageOf(thrown))) return 'transient';
  return denied.test(name) || status === 403 ? 'denied' : 'refused';
}

function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('$metadata' in thrown)) return undefined;
  const metadata = thrown.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}

/** `AccessDeniedException: User … is not authorized to perform …`. */
const wordsOf = (thrown: unknown): string => `${nameOf(thrown)}: ${messageOf(thrown)}`;

/** Calls something of our own stack. It should never refuse; if it does, a repaired role or table may mend it. */
export async function relying<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new Unavailable(`${action} failed: ${wordsOf(cause)}`, { cause });
  }
}

/** Asks something of the owner's to do something: a refusal is final, and says what to change. */
export async function asking<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw refusal(action, cause);
  }
}

export function refusal(action: string, cause: unknown): Unavailable | BadInput {
  if (cause instanceof BadInput || cause instanceof Unavailable) return cause;
  switch (failureOf(cause)) {
    case 'transient':
      return new Unavailable(`${action} failed: ${wordsOf(cause)}`, { cause });
    case 'denied':
      return new BadInput(`not allowed to call ${action}: ${wordsOf(cause)}`, { cause });
    case 'refused':
      return new BadInput(`${action} was refused: ${wordsOf(cause)}`, { cause });
  }
}

/**
 * Looks at something. What is `missing` gives the value for "there is none"; what is denied or refused is an
 * unknown that says why.
 *
 * @throws Unavailable for what a later try may mend.
 */
export async function looking<T>(
  action: string,
  look: () => Promise<T>,
  missing: (thrown: unknown) => Known<T> | null = () => null,
): Promise<Known<T>> {
  try {
    return known(await look());
  } catch (cause) {
    const none = missing(cause);
    if (none) return none;
    const meant = refusal(action, cause);
    if (meant instanceof Unavailable) throw meant;
    return unknown(meant.message);
  }
}
