import type { Notice, Severity } from './notice.ts';
import type { Pace } from './pace.ts';
import type { SlackPosted } from './world.ts';

/** The conversation that notices with the same key belong to, as one receiver sees it. */
export type Incident = {
  readonly receiver: string;
  readonly key: string;
  /** Grows with every write; a write over a newer one is refused. */
  readonly revision: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly resolvedAt?: string;
  /** Occurrences so far. */
  readonly count: number;
  /** Members that are not over yet, longest known first. */
  readonly open: readonly Member[];
  /** Open members beyond those that `open` has room for. */
  readonly openBeyond: number;
  /** Members that are over, so that a late notice about them opens nothing. */
  readonly over: readonly Member[];
  /** Short hashes of the notices folded in lately, so that a duplicate changes nothing. */
  readonly folded: readonly string[];
  /** What the message shows. */
  readonly latest: Notice;
  /** The newest occurrence, where `latest` is none: what the message says about the cause. */
  readonly trouble?: Notice;
  /** The different headlines so far, numbers left out: "restarting" and "given up" are two. */
  readonly headlines: readonly string[];
  /** The different labels of what fired, most 20: what silences and inhibit rules are matched with. */
  readonly labelSets: readonly Notice['labels'][];
  readonly pace: Pace;
  /** What each channel that cannot update a message was told last; absent before it was told anything. */
  readonly told?: { readonly [channel in NewsChannel]?: Told };
  readonly slack?: SlackPosted;
  readonly graph?: Drawn;
  /** Hash of what the Slack message shows. */
  readonly shown?: string;
  readonly thread: Thread;
};

/**
 * What the last word about a member was. `about` is a short hash of the notice's; `labels` says which of the
 * incident's `labelSets` it has, and is absent where there was no room for them.
 */
export type Member = {
  readonly about: string;
  readonly at: string;
  readonly severity: Severity;
  readonly labels?: number;
  /** A short hash of what the member is a part of, where its end may be told by that. */
  readonly partOf?: string;
};

/** Channels that are only told what is news. */
export type NewsChannel = 'slackWebhook' | 'sns' | 'pagerduty' | 'webhook';

/**
 * What became of a graph in Slack. `of` is a short hash of its widget; `file` the picture, if the message shows it;
 * `why` says why it does not.
 */
export type Drawn =
  | { readonly of: string; readonly file: string }
  | { readonly of: string; readonly why: string };

/** `headlines` and `reminders` are how many there were at the time. */
export type Told = {
  readonly count: number;
  readonly severity: Severity;
  readonly headlines: number;
  readonly reminders: number;
  readonly resolved: boolean;
};

/**
 * `started` once the message has a history; `pending` are the lines that Slack has not accepted
 * yet; `reminders` is how many it has accepted.
 */
export type Thread = {
  readonly started: boolean;
  readonly pending: readonly string[];
  readonly reminders: number;
};
