import type { Json } from './json.ts';

/** A container whose image a rollout changes. */
export type ImageChange = {
  readonly container: string;
  /** Image references as task definitions write them. */
  readonly from: string;
  readonly to: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** Compressed, as ECR counts. */
  readonly sizeInBytes?: number;
  readonly sizeBefore?: number;
  /** What the scan found, where one was asked for: `1 HIGH, 3 MEDIUM`. */
  readonly findings?: string;
};

/** One attempt to bring other images into a service. */
export type Rollout = {
  /** The same for every try of the decision that began it. */
  readonly id: string;
  readonly startedAt: string;
  readonly changes: readonly ImageChange[];
  /** Task definition ARNs: what ran before, and what is brought out. */
  readonly before: string;
  readonly taskDefinition: string;
  /** Whether what failed is taken back, as the rule said when it began. */
  readonly rollback: boolean;
  /** True: schedules that run its family are brought along once it is out. */
  readonly schedules?: true;
  /** The conversation about it, which what happens to the service meanwhile belongs to. */
  readonly incident: string;
  /** Who its notices are for, where a tag says so. */
  readonly receiver?: string;
  /** Why it was given up, from when it is being taken back. */
  readonly givenUp?: string;
  readonly ending?: Ending;
  readonly endedAt?: string;
  /** True: somebody wants its images out again although they were replaced. */
  readonly released?: true;
};

/** How a rollout came to an end, told from the service deployment and the digests of the tasks that run. */
export type Ending = 'completed' | 'rolled back' | 'failed' | 'superseded' | 'scaled to zero';

/** A digest that failed in a service, or that somebody replaced there; not tried again until a person releases it. */
export type Quarantine = {
  readonly digest: string;
  readonly repository: string;
  readonly tag: string;
  readonly at: string;
  readonly why: string;
};

/** What is remembered of a service's rollouts. */
export type Rollouts = {
  readonly serviceArn: string;
  /** Grows with every write; a write over a newer one is refused. */
  readonly revision: number;
  readonly newest: Rollout | null;
  readonly quarantined: readonly Quarantine[];
  /** True: something waits for the deployment under way to end. */
  readonly waiting?: boolean;
  /** What people were last told while nothing went out: the same is not told again. */
  readonly told?: string;
};

export type RolloutMemory = {
  readonly load: (serviceArn: string) => Promise<Rollouts>;
  /** False when somebody else wrote since it was loaded. */
  readonly save: (rollouts: Rollouts) => Promise<boolean>;
  /** Takes one turn of a limit that all invocations share, or says when to come back for one. */
  readonly takeTurn: (limit: TurnLimit) => Promise<Turn>;
};

/** So many at once, then one in each `everyMs`. */
export type TurnLimit = { readonly name: string; readonly burst: number; readonly everyMs: number };

export type Turn = { readonly granted: true } | { readonly granted: false; readonly at: string };

type JsonObject = { readonly [field: string]: Json | undefined };

/** A task definition as its JSON is on the wire, with fields that no SDK knows; its tags come beside it. */
export type WireDefinition = {
  readonly definition: JsonObject;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
};

/** The JSON body of RegisterTaskDefinition. */
export type RegistrationBody = JsonObject;

export type Registered = { readonly registered: WireDefinition } | { readonly refused: string };
