/**
 * Three families, and what the engine does with each:
 * `NotOurs` is counted and ignored, `BadInput` is reported once and never retried,
 * `Unavailable` is thrown on, so that the event is delivered again and ends in the dead-letter queue if need be.
 * The message says what is wrong, where, and what to do.
 */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

export class BadInput extends Error {
  override readonly name = 'BadInput';
}

export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  /** How long whoever refused asks to be left alone; `null` where it did not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** The name of whatever was thrown: for an AWS error its code, `ThrottlingException`. */
export const nameOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.name : typeof thrown;
