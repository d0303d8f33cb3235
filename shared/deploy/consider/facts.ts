import type { Service } from '../../core/definition.ts';
import type { DeploymentSeen } from '../../core/deployments.ts';
import type { FleetService } from '../../core/fleet.ts';
import type { Known } from '../../core/known.ts';
import type { Scan, TaggedImage } from '../../core/registry.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { KillSwitch } from '../../core/world.ts';
import type { Consider } from '../calls.ts';
import type { Looked } from '../facts.ts';

/** Whether something is to be rolled out in one service. */
export type ConsiderFacts = Looked & {
  readonly about: 'consider';
  readonly call: Consider;
  readonly rollouts: Rollouts;
  readonly killSwitch: KillSwitch | null;
  readonly remembered: FleetService | null;
  readonly service: Known<Service | null>;
  /** What the service runs; looked up where the service is there. */
  readonly definition: Known<WireDefinition | null> | null;
  /** The family's latest revision, where the rule wants it or it is to be compared with. */
  readonly latest: Known<WireDefinition | null> | null;
  /** Container -> the digest that runs, where its image is not pinned to one. */
  readonly deployments: Known<readonly DeploymentSeen[]> | null;
  /** Tagged images by `account/region/repository`, the newest 500 of each. */
  readonly images: Readonly<Record<string, Known<readonly TaggedImage[] | null>>>;
  /** What the gates ask of the images that were picked, and of those that run: by digest. */
  readonly scans: Readonly<Record<string, Known<Scan | null>>>;
  readonly platforms: Readonly<Record<string, Known<readonly string[]>>>;
};
