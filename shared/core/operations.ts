import type { Decision } from './decision.ts';
import type { Incident } from './incident.ts';
import type { Recorded, RecordKey } from './record.ts';
import type { Quarantine } from './rollout.ts';
import type { KillSwitch } from './world.ts';

/** What people do with a stack from the command line, and no function ever does. */
export type Operations = {
  /** Stops every action until `start`. A second stop replaces the first. */
  readonly stop: (killSwitch: KillSwitch) => Promise<void>;
  /** Lets actions go on; answers what had stopped them, or `null` where nothing had. */
  readonly start: () => Promise<KillSwitch | null>;
  readonly killSwitch: () => Promise<KillSwitch | null>;
  /**
   * Records decided before `before`, newest first, back to `since` and no more than `limit`. `whole` reads facts and
   * actions that are too large for their record, too, such as the ledger of a repository with thousands of images.
   */
  readonly history: (
    window: HistoryWindow,
    how: { readonly whole: boolean },
  ) => Promise<readonly PastRecord[]>;
  /** Incidents that are not over, newest first. */
  readonly openIncidents: () => Promise<readonly Incident[]>;
  /** Digests that are not tried again in a service, newest first. */
  readonly quarantined: () => Promise<readonly Quarantined[]>;
  readonly depths: () => Promise<readonly QueueDepth[]>;
  /** Puts dead letters back where they came from. Works on `limit` of a queue at most. */
  readonly redrive: (limit: number) => Promise<readonly Redriven[]>;
};

export type Quarantined = Quarantine & { readonly serviceArn: string };

export type HistoryWindow = {
  readonly since: string;
  readonly before: string;
  readonly limit: number;
};

export type PastRecord = RecordKey &
  Omit<Recorded, 'decision'> & {
    readonly decidedAt: string;
    /** Without actions, and with `of` and `now` for facts, where both are too large and were not asked for or read. */
    readonly decision: Omit<Decision, 'actions'> & { readonly actions?: Decision['actions'] };
    /** Why facts and actions that were asked for are not known. */
    readonly unread?: string;
  };

/** `delayed` messages wait for their time; those in flight are being worked on. */
export type QueueDepth = {
  readonly queue: string;
  readonly waiting: number;
  readonly delayed: number;
  readonly inFlight: number;
};

export type Redriven = { readonly queue: string; readonly putBack: number; readonly left: number };
