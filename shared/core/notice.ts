import type { Outcome, Reason } from './decision.ts';

/** Something worth telling people. Notices with the same `incident` are one conversation. */
export type Notice = {
  /** Set by the engine: the same for every duplicate of this notice. */
  readonly id: string;
  /** Which conversation it belongs to: `prod/report#out-of-memory`. */
  readonly incident: string;
  /** Which member of the incident it is about; the incident is over when every member is. */
  readonly about: string;
  /** What the member is a part of, whose end is its end, too: the alarm of a time series. */
  readonly partOf?: string;
  /** Of the end of a whole: all its members are over, but for those of these names. */
  readonly endsAllBut?: readonly string[];
  readonly phase: 'firing' | 'resolved' | 'info';
  readonly severity: Severity;
  /** When it happened, ISO 8601. */
  readonly at: string;
  readonly title: string;
  /** A sentence or two: what it means, what comes next. */
  readonly summary: string;
  /** For routing: cluster, service, family, cause, class, kind, severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** True when it is one more occurrence, to be counted. */
  readonly counts: boolean;
  /** True for one more of the same that nobody looked into: what is shown of those before it stays. */
  readonly brief?: true;
  /** True: the conversation is about this; what else happens in it does not take its place in the message. */
  readonly leads?: true;
  /** True of an end that is told beside its own conversation: nothing where its beginning was not told. */
  readonly aside?: true;
  readonly fields: readonly Field[];
  readonly log?: LogExcerpt;
  readonly graph?: Graph;
  /** What is different from the revision before, one line each. */
  readonly changes: readonly string[];
  readonly links: readonly Link[];
  readonly reasons: readonly Reason[];
  /** Set by the engine: what became of the actions before this one. */
  readonly outcomes: readonly Outcome[];
};

export type Severity = 'info' | 'warning' | 'error' | 'critical';

export type Field = { readonly name: string; readonly value: string };

export type Link = { readonly text: string; readonly url: string };

/** A graph of what the notice is about: drawn where a receiver shows images, a sparkline elsewhere. */
export type Graph = {
  /** The body of CloudWatch's GetMetricWidgetImage, as JSON text; absent where only the sparkline is known. */
  readonly widget?: string;
  readonly region: string;
  /** `▁▂▅█ 12 … 97 (threshold 80)`. */
  readonly sparkline: string;
  /** What is to be seen, for people who do not see it. */
  readonly alt: string;
};

/** Last lines of the container that died, oldest first, already redacted; or why there are none. */
export type LogExcerpt = {
  readonly container: string;
  readonly lines: readonly string[];
  /** How many lines before these were left out. */
  readonly cut?: number;
  readonly why?: string;
};
