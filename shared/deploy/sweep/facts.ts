import type { FleetService } from '../../core/fleet.ts';
import type { Known } from '../../core/known.ts';
import type { Sweep } from '../calls.ts';

/** What a sweep found. */
export type SweepFacts = {
  readonly of: 'rollout/1';
  readonly now: string;
  readonly about: 'sweep';
  readonly sweep: Sweep;
  /** At its beginning: the clusters there are. */
  readonly clusters: Known<readonly string[]> | null;
  /** After that: some services of one cluster. */
  readonly slice: Known<Slice> | null;
};

/** A hundred services of a cluster, and what is not as it should be; what is in order is only counted. */
export type Slice = {
  readonly services: number;
  /** The last of them, where more come after it. */
  readonly upTo: string | null;
  /** Services of which the index knew nothing, or another task definition. */
  readonly unknown: readonly {
    readonly service: FleetService;
    readonly before: FleetService | null;
  }[];
  /** Services in the index that the cluster does not have any more. */
  readonly gone: readonly FleetService[];
  /** Services whose policies want another image than they run. */
  readonly behind: readonly { readonly serviceArn: string; readonly wants: string }[];
};
