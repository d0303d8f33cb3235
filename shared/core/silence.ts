import type { Matcher } from '../config/types.ts';

/** What a person does not want to be told for a while, in Alertmanager's words. Times are ISO 8601. */
export type Silence = {
  readonly id: string;
  /** All of them have to match. */
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly author: string;
  readonly comment: string;
};

export type Silences = {
  /** All of them, also those to come and those that ended in the last days; in no order. */
  readonly silences: () => Promise<readonly Silence[]>;
  readonly saveSilence: (silence: Silence) => Promise<void>;
};
