import type { LedgerInShort } from '../core/cleanup.ts';
import type { Known } from '../core/known.ts';
import type { Facts } from '../core/playbook.ts';
import type { EcrRepositoryInfo, Exposure } from '../core/repositories.ts';
import type { KillSwitch } from '../core/world.ts';
import type { CleanupFacts } from './facts.ts';

type Seen = Facts & {
  readonly of: 'cleanup/1';
  /** What was seen was left out of the record: too much. */
  readonly cut?: true;
};

/** What a cleanup is decided by, step by step: the run, each repository, the report. */
export type CleanupRunFacts = RunFacts | RepositoryFacts | ReportFacts;

export type RunFacts = Seen & {
  readonly about: 'run';
  readonly run: string;
  readonly after: string;
  readonly repositories: Known<readonly string[]>;
  readonly killSwitch: KillSwitch | null;
};

export type RepositoryFacts = Seen & {
  readonly about: 'repository';
  readonly run: string;
  readonly name: string;
  readonly postponed: number;
  /** Set where pushes asked for it: see `CleanupCall`. */
  readonly pushedUntil?: string;
  /** When something was pushed after that, where it was; nothing more is looked at then. */
  readonly pushedSince?: string;
  readonly repository: Known<EcrRepositoryInfo | null>;
  /** `null` where nothing was looked at: the repository is gone, or nobody's business. */
  readonly looked: Known<Looked> | null;
};

type Looked = {
  readonly seen: CleanupFacts;
  readonly exposure: Exposure;
};

export type ReportFacts = Seen & {
  readonly about: 'report';
  readonly run: string;
  readonly repositories: number;
  readonly startedAt: string;
  readonly region: string;
  readonly ledgers: readonly LedgerInShort[];
};
