import type { Service } from '../core/definition.ts';
import type { DeploymentSeen, TaskSeen } from '../core/deployments.ts';
import type { FleetService } from '../core/fleet.ts';
import type { ImagePushed, ImageScanned } from '../core/image-signal.ts';
import type { Known } from '../core/known.ts';
import type { Rollouts } from '../core/rollout.ts';
import type { DeploymentChanged, DeploymentFailed } from '../core/signal.ts';
import type { KillSwitch } from '../core/world.ts';
import type { BringFacts } from './bring/facts.ts';
import type { Look, Release } from './calls.ts';
import type { ConsiderFacts } from './consider/facts.ts';
import type { SweepFacts } from './sweep/facts.ts';

/** What the rollout playbook decides by, one shape per thing that can happen. */
export type RolloutFacts =
  | PushFacts
  | DeploymentFacts
  | LookFacts
  | ConsiderFacts
  | BringFacts
  | ReleaseFacts
  | SweepFacts;

export type Looked = { readonly of: 'rollout/1'; readonly now: string };

/** An image came in, or was scanned; and the ARNs of the services that use its repository. */
export type PushFacts = Looked & {
  readonly about: 'push';
  readonly signal: ImagePushed | ImageScanned;
  /** `null`: not looked up, as no rule has a scan gate for the repository. */
  readonly services: readonly string[] | null;
};

/** A deployment began, failed or was completed: anybody's. */
export type DeploymentFacts = Looked & {
  readonly about: 'deployment';
  readonly signal: DeploymentChanged | DeploymentFailed;
  readonly rollouts: Rollouts;
  readonly remembered: FleetService | null;
  /** Looked up where a deployment begins: what the service is going to run. */
  readonly service: Known<Service | null> | null;
  /** The same, of its task definition; `null` where the index knows it. */
  readonly definition: Known<DefinitionSeen | null> | null;
};

/** What the index keeps of a task definition, and who registered it. */
export type DefinitionSeen = Pick<FleetService, 'images' | 'tags'> & {
  readonly registeredBy?: string;
};

/** Time to see how a rollout goes. */
export type LookFacts = Looked & {
  readonly about: 'look';
  readonly look: Look;
  readonly rollouts: Rollouts;
  /** Looked up where the rollout has not ended. */
  readonly seen: Seen | null;
};

export type Seen = {
  readonly service: Known<Service | null>;
  readonly deployments: Known<readonly DeploymentSeen[]>;
  readonly tasks: Known<readonly TaskSeen[]>;
  readonly killSwitch: KillSwitch | null;
};

/** A person has released a digest. */
export type ReleaseFacts = Looked & {
  readonly about: 'release';
  readonly release: Release;
  readonly rollouts: Rollouts;
};
