import type { TaggedMode } from '../../config/tags.ts';
import type { RestartRule } from '../../config/types.ts';
import type { Service, ServiceDeployment, TaskDefinition } from '../../core/definition.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Known } from '../../core/known.ts';
import type { DeploymentFailed, ServiceTrouble } from '../../core/signal.ts';
import type { Task } from '../../core/task.ts';
import type { KillSwitch, Sighting, Tags } from '../../core/world.ts';
import type { Context } from '../context.ts';
import type { Owner } from '../owner.ts';
import type { Watch } from './calls.ts';

/** What the service playbook decides by, one shape per thing that can happen. */
export type ServiceFacts = ServiceStopFacts | TroubleFacts | DeploymentFailedFacts | WatchFacts;

type Looked = { readonly of: 'service/1'; readonly now: string };

/** A task of a service has stopped. ECS replaces it; the question is whether that goes on and on. */
export type ServiceStopFacts = Looked & {
  readonly about: 'stop';
  readonly task: Task;
  readonly owner: Owner;
  readonly serviceArn: string;
  readonly diagnosis: Diagnosis;
  /** `null` when the stop is nobody's business. */
  readonly counted: Counted | null;
};

export type Counted = {
  readonly rule: RestartRule & TaggedMode;
  /** What the sightings are kept under, and the incident is called. */
  readonly incident: string;
  /** Stops of this kind within the window, this one included. */
  readonly sightings: readonly Sighting[];
  /** The service's and the revision's; where nobody looked, ours among them, as they were found before. */
  readonly tags: Tags;
  /** Looked up for the first stops and then ever more rarely: a storm tells nothing new. */
  readonly detail: Detail | null;
  /** Looked up once the service loops and something may be done about it. */
  readonly remedy: Remedy | null;
};

export type Detail = {
  readonly definition: Known<TaskDefinition | null>;
  readonly service: Known<Service | null>;
  readonly context: Context;
};

export type Remedy = {
  readonly service: Known<Service | null>;
  /** Successful deployments, newest first. */
  readonly deployments: Known<readonly ServiceDeployment[]>;
  readonly killSwitch: KillSwitch | null;
};

export type TroubleFacts = Looked & {
  readonly about: 'trouble';
  readonly signal: ServiceTrouble;
  readonly diagnosis: Diagnosis;
  readonly service: Known<Service | null>;
  readonly sightings: readonly Sighting[];
};

export type DeploymentFailedFacts = Looked & {
  readonly about: 'deployment-failed';
  readonly signal: DeploymentFailed;
  readonly service: Known<Service | null>;
  readonly sightings: readonly Sighting[];
};

/** We came back to see whether a service has got over its trouble. */
export type WatchFacts = Looked & {
  readonly about: 'watch';
  readonly watch: Watch;
  readonly service: Known<Service | null>;
  readonly sightings: readonly Sighting[];
};
