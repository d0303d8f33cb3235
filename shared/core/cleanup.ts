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
  /** Every image that stays. */
  readonly kept: readonly {
    readonly digest: string;
    readonly tags: readonly string[];
    readonly why: string;
    readonly because: string;
  }[];
};

/** What a ledger came to, as the run's report tells it. The ledger itself stands in the record of its decision. */
export type LedgerInShort = Pick<
  Ledger,
  'run' | 'repository' | 'mode' | 'hold' | 'keptBy' | 'frees'
> & {
  /** What was to go, or would in `observe` and but for `hold`. */
  readonly planned: Counts;
  /** What of it is still there, by what was to become of it. */
  readonly stayed: Counts;
  /** ECR's sizes of what was to be deleted and is still there, summed. */
  readonly stayedBytes: number;
  /** What became of it, for people, a line each; none where nothing was done. */
  readonly outcomes: readonly string[];
};

/** Images that are deleted, and such that move into the archive. */
export type Counts = { readonly expire: number; readonly transition: number };

/** What became of a deletion. `already`: somebody else had deleted them, or an earlier try. */
export type Removed = {
  readonly deleted: number;
  readonly archived: number;
  readonly already: number;
};

/** An image that was to go and is still there. */
export type Stayed = { readonly digest: string; readonly why: string };

/** What runs did, repository by repository. */
export type Ledgers = {
  readonly keep: (ledger: LedgerInShort) => Promise<void>;
  /** All repositories of a run that are done. */
  readonly of: (run: string) => Promise<readonly LedgerInShort[]>;
};
