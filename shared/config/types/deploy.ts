import type { Mode } from '../types.ts';

/** What may become of services when an image is pushed. */
export type DeployConfig = {
  readonly mode: Mode;
  /** When the fleet is swept: EventBridge Scheduler's `rate(…)` or `cron(…)`, in UTC. */
  readonly sweep: string;
  /** First match wins. The last rule is always the default one, whose `match` is empty. */
  readonly rules: readonly DeployRule[];
};

export type DeployRule = TagRules & {
  readonly match: DeployMatch;
  readonly mode: Mode;
  readonly policy: Policy;
  /** `digest` writes `repository:tag@sha256:…` into the new revision, `tag` only `repository:tag`. */
  readonly pin: 'digest' | 'tag';
  /** Which revision the new one is a copy of: the one the service runs, or the family's latest. */
  readonly baseRevision: 'service' | 'latest';
  /** How long ago an image has to have been pushed. */
  readonly cooldownMs: number;
  readonly scan: ScanGate | null;
  /** Whether the image's platforms are compared with the task definition's `runtimePlatform`. */
  readonly platform: boolean;
  /** What becomes of an image of which a gate's facts could not be found out. */
  readonly onUnknown: {
    readonly cooldown: WhenUnknown;
    readonly image: WhenUnknown;
    readonly platform: WhenUnknown;
  };
  readonly freeze: readonly FreezeWindow[];
  /** Whether EventBridge rules and schedules that run the family are brought along. */
  readonly schedules: boolean;
  readonly rollback: 'onFailure' | 'never';
};

/** Globs that must all match; an absent one matches everything. `container` is the container's name. */
export type DeployMatch = {
  readonly repository?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly family?: string;
  readonly container?: string;
};

/** Keel's, Argo CD Image Updater's and Flux's policies: what makes one tag newer than another. */
export type Policy =
  | { readonly name: 'major' | 'minor' | 'patch' | 'all' | 'force' | 'never' | 'digest' }
  | { readonly name: 'semver'; readonly range: string }
  | { readonly name: 'glob'; readonly glob: string }
  | { readonly name: 'regexp' | 'numerical' | 'alphabetical'; readonly regexp: string };

/** Which tags a policy gets to see, and what of them. */
export type TagRules = {
  /** Keel's: only the very tag that runs. */
  readonly matchTag: boolean;
  /** Keel's: `major`, `minor` and `patch` stay with the pre-release that runs, `-alpine` with `-alpine`. */
  readonly matchPreRelease: boolean;
  /** Flux's: what the policy compares instead of the tag, `$1` or `$name` of the regular expression's groups. */
  readonly extract: string | null;
  /** Argo CD Image Updater's: a tag has to match this. */
  readonly allowTags: TagPattern | null;
  /** Argo CD Image Updater's: globs, none of which a tag may match. */
  readonly ignoreTags: readonly string[];
};

export type TagPattern =
  | { readonly kind: 'regexp'; readonly regexp: string }
  | { readonly kind: 'glob'; readonly glob: string };

/** `open` lets through what nobody could find out about, `closed` does not. */
export type WhenUnknown = 'open' | 'closed';

export type ScanGate = {
  /** How long after the push a scan's result is waited for. */
  readonly waitMs: number;
  /** Severities none of which the image may have. */
  readonly block: readonly Severity[];
  /** Only findings that the running image does not have count. */
  readonly newOnly: boolean;
  readonly onMissing: WhenUnknown;
};

/** Amazon ECR's, worst first. */
export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL' | 'UNDEFINED';

/** No rollout begins from `from` until `to`, by the clocks of `timeZone`. */
export type FreezeWindow =
  | {
      readonly every: 'week';
      readonly from: WeekTime;
      readonly to: WeekTime;
      readonly timeZone: string;
    }
  | {
      readonly every: 'never';
      /** ISO 8601: with `Z` or an offset a moment, without one a time by the clocks of `timeZone`. */
      readonly from: string;
      readonly to: string;
      readonly timeZone: string;
    };

/** `day` is ISO 8601's: 1 is Monday, 7 is Sunday. */
export type WeekTime = { readonly day: number; readonly hour: number; readonly minute: number };
