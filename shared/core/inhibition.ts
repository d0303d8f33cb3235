import type { Notice } from './notice.ts';

/**
 * Which group of an inhibit rule something belongs to: the rule, and the values of its `equal` labels. What fires in
 * a group keeps the rule's targets in the same group quiet.
 */
export type InhibitionGroup = string;

/** The last word about something that matches the sources of an inhibit rule. */
export type Source = Pick<Notice, 'incident' | 'about' | 'at' | 'title'> & {
  readonly firing: boolean;
  /** True when it matches the rule's targets, too: then it does not inhibit others that match both. */
  readonly isTarget: boolean;
};

export type Inhibitions = {
  /** Writes it down, unless a later word about the same is known. Idempotent. */
  readonly rememberSource: (group: InhibitionGroup, source: Source) => Promise<void>;
  /** What fires in a group, of those last heard of since `since`. */
  readonly firingSources: (group: InhibitionGroup, since: string) => Promise<readonly Source[]>;
};
