/** What every signal tells: once for everything that happened, the same in every duplicate. */
export type Happened = {
  readonly id: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
  readonly account: string;
  readonly region: string;
};
