import type { EcrImage, ImageManifest } from '../../core/ecr-image.ts';
import type { Known } from '../../core/known.ts';
import type { PolicyPreview, Watch } from '../../core/lifecycle.ts';
import type { Facts } from '../../core/playbook.ts';
import type { Gap, Use } from '../../core/use.ts';
import type { Previewed } from './calls.ts';

type Seen = Facts & {
  readonly of: 'guard/1';
  readonly run: string;
  /** Where the run is about one repository alone. */
  readonly only?: string;
};

/** What the guard decides by, step by step: which policies there are, what they would do, what all of it comes to. */
export type GuardFacts = PutFacts | BeginFacts | ReadFacts | ReportFacts;

/** A repository has a new policy. */
export type PutFacts = Seen & { readonly about: 'put'; readonly only: string };

export type BeginFacts = Seen & {
  readonly about: 'begin';
  /** The last repository of this group; `null` where none comes after it. */
  readonly after: string | null;
  /** Those with a policy of their own. */
  readonly previewed: readonly Previewed[];
  readonly unseen: readonly Unseen[];
};

export type Unseen = { readonly name: string; readonly why: string };

export type ReadFacts = Seen & {
  readonly about: 'read';
  readonly after: string | null;
  readonly tries: number;
  readonly account: string;
  readonly region: string;
  readonly looked: readonly LookedAt[];
  /** Whose preview is not done yet. */
  readonly pending: readonly Previewed[];
  /** Whose turn did not come: there were too many images before it. */
  readonly unreached: readonly Previewed[];
  readonly unseen: readonly Unseen[];
  readonly uses: readonly Use[];
  readonly gaps: readonly Gap[];
  /** The images and uses themselves were left out of the record: too many. */
  readonly cut?: true;
};

export type LookedAt = {
  readonly name: string;
  readonly preview: CompletePreview;
  /** `null` where nobody uses an image of the repository. */
  readonly images: Known<readonly EcrImage[]> | null;
  /** What is known of its indexes, if anything of that matters. */
  readonly manifests: Known<readonly ImageManifest[]>;
};

export type CompletePreview = Extract<PolicyPreview, { status: 'complete' }>;

export type ReportFacts = Seen & {
  readonly about: 'report';
  readonly region: string;
  readonly watches: readonly Watch[];
};
