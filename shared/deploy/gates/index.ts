import type { DeployRule } from '../../config/types/deploy.ts';
import type { Known } from '../../core/known.ts';
import { canBePulled } from './active.ts';
import { hasCooledDown } from './cooldown.ts';
import type { Gate } from './gate.ts';
import { fitsPlatform, type RunsOn } from './platform.ts';
import { isClean, type ScanFacts } from './scan.ts';
import { isThawed } from './thawed.ts';

/** What the gates look at, of one image and the task definition that is to run it. */
export type GateFacts = {
  readonly now: string;
  readonly image: {
    /** ECR's `imageStatus`; `null` where the image is gone. */
    readonly status: Known<string | null>;
    readonly pushedAt: Known<string>;
    /** Looked up where the rule compares platforms. */
    readonly platforms: Known<readonly string[]> | null;
    /** Looked up where the rule has a scan gate. */
    readonly scan: Omit<ScanFacts, 'pushedAt'> | null;
  };
  readonly runsOn: RunsOn;
};

const notLookedUp = { known: false, why: 'the image was not looked into' } as const;

/** The gates of a rule, in their order: what can never be first, what only takes its time last. */
export function gatesOf(rule: DeployRule, { image, now, runsOn }: GateFacts): readonly Gate[] {
  const { status, pushedAt, platforms, scan } = image;
  const { onUnknown } = rule;
  const looked = scan ?? { scan: notLookedUp, running: null };
  return [
    canBePulled(status, onUnknown.image),
    ...(rule.platform ? [fitsPlatform(platforms ?? notLookedUp, runsOn, onUnknown.platform)] : []),
    ...(rule.scan ? [isClean(rule.scan, { ...looked, pushedAt }, now)] : []),
    hasCooledDown(pushedAt, rule.cooldownMs, onUnknown.cooldown, now),
    isThawed(rule.freeze, now),
  ];
}
