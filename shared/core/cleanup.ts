import type { Outcome } from './decision.ts';

/** Delete images, or move them into the archive: in this order, and each only if it is still as it was planned. */
export type DeleteImages = {
  readonly do: 'delete-images';
  readonly repository: { readonly account: string; readonly region: string; readonly name: string };
  readonly images: readonly ToDelete[];
  /** How many revisions of each family count as in use, for the look just before. */
  readonly previousRevisions: number;
};

export type ToDelete = {
  readonly digest: string;
  /** All tags it had when this was planned; none means that it is deleted by its digest. */
  readonly tags: readonly string[];
  readonly action: 'expire' | 'transition';
  /** What it belongs to, as a signature does to its image and an image to its index; all of it was to go before. */
  readonly owners?: readonly Owner[];
};

/** ECR deletes no `child` before its index; it does delete what has a subject, or is tied to an image by a tag. */
export type Owner = { readonly digest: string; readonly as: 'child' | 'referrer' | 'tie' };

/** What deleting images frees. */
export type Freed = {
  readonly bytes: number;
  /** False: an upper bound. Layers that the images share, or that others keep, are counted as if they went. */
  readonly isExact: boolean;
  readonly dollarsPerMonth: number;
};

/** Keep what became of one repository in one run, for the run's report. */
export type KeepLedger = { readonly do: 'keep-ledger'; readonly ledger: Ledger };

/** One repository in one run: every image, what becomes of it, and why. */
export type Ledger = {
  readonly run: string;
  readonly repository: string;
  readonly mode: 'observe' | 'act' | 'off';
  readonly hold: string | null;
  /** What goes, or would go in `observe` and but for `hold`. */
  readonly going: readonly (ToDelete & { readonly rule: number; readonly sizeBytes: number })[];
  /** What it comes to, where all of it goes: an upper bound unless every manifest of the repository is known. */
  readonly frees: Freed;
  /** How many images stay, by why. */
  readonly keptBy: Readonly<Record<string, number>>;
  /** Those in use first, and no more than a record has room for. */
  readonly kept: readonly {
    readonly digest: string;
    readonly tags: readonly string[];
    readonly why: string;
    readonly because: string;
  }[];
  /** Set by the engine: what became of the deletions. */
  readonly outcomes?: readonly Outcome[];
};

/** What runs did, repository by repository. */
export type Ledgers = {
  readonly keep: (ledger: Ledger) => Promise<void>;
  /** All repositories of a run that are done. */
  readonly of: (run: string) => Promise<readonly Ledger[]>;
};
