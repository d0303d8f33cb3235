import type { Receiver } from './receivers.ts';

export type NotifyConfig = {
  /** The root of the tree: it matches everything. */
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  /** Who is told what a receiver could not be; `null` is the stack's own topic. */
  readonly fallback: string | null;
  readonly timeIntervals: readonly TimeInterval[];
  readonly inhibitRules: readonly InhibitRule[];
};

/** A node of Alertmanager's routing tree, with what it inherits filled in. */
export type Route = {
  readonly receiver: string;
  /** All of them have to match; none matches everything. */
  readonly matchers: readonly Matcher[];
  /** Labels whose values make one conversation; `null` leaves that to each notice. */
  readonly groupBy: readonly string[] | null;
  /** A conversation is brought up to date no more often than this. */
  readonly groupIntervalMs: number;
  /** People are reminded of what is not over this long after they last were made to look. */
  readonly repeatIntervalMs: number;
  /** Names of `timeIntervals`: during any of them nothing is told. Not inherited, as in Alertmanager. */
  readonly muteTimeIntervals: readonly string[];
  /** Where there are any, something is told during one of them only. Not inherited either. */
  readonly activeTimeIntervals: readonly string[];
  /** Goes on to the next route, although this one matched. */
  readonly continue: boolean;
  readonly routes: readonly Route[];
};

/** `cluster=~"prod-.*"`; a regular expression matches the whole value, and an absent label is an empty one. */
export type Matcher = {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
};

/** A name for times: those in any of its spans. */
export type TimeInterval = { readonly name: string; readonly spans: readonly TimeSpan[] };

/**
 * Alertmanager's time interval: a moment is in it when every list that is not empty has it. All ranges include
 * both ends, except that `times` ends before `to`.
 */
export type TimeSpan = {
  /** Minutes since midnight, 0 to 1440. */
  readonly times: readonly Range[];
  /** 0 is Sunday. */
  readonly weekdays: readonly Range[];
  /** 1 to 31; negative ones count from the end of the month, -1 is its last day. */
  readonly daysOfMonth: readonly Range[];
  readonly months: readonly Range[];
  readonly years: readonly Range[];
  /** IANA time zone that all of this is meant in. */
  readonly location: string;
};

export type Range = { readonly from: number; readonly to: number };

/**
 * While something that matches `sourceMatchers` fires, what matches `targetMatchers` and has the same values of the
 * labels `equal` is not told. A label that both lack is equal.
 */
export type InhibitRule = {
  readonly sourceMatchers: readonly Matcher[];
  readonly targetMatchers: readonly Matcher[];
  readonly equal: readonly string[];
};
