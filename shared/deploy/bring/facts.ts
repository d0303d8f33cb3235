import type { Known } from '../../core/known.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { Scheduled } from '../../core/scheduled.ts';
import type { KillSwitch } from '../../core/world.ts';
import type { Bring } from '../calls.ts';
import type { Looked } from '../facts.ts';

/** Which schedules are to run what a service runs since its rollout. */
export type BringFacts = Looked & {
  readonly about: 'bring';
  readonly call: Bring;
  readonly rollouts: Rollouts;
  readonly killSwitch: KillSwitch | null;
  /** Looked up where the rollout is out. */
  readonly scheduled: Known<readonly Scheduled[]> | null;
  /** By ARN: the revision that was rolled out, and those that are to make way for it. */
  readonly definitions: Readonly<Record<string, Known<WireDefinition | null>>>;
};
