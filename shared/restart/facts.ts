import type { Lineage } from '../core/decision.ts';
import type { TaskDefinition } from '../core/definition.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Known } from '../core/known.ts';
import type { Task } from '../core/task.ts';
import type { RestartMemory } from '../core/world.ts';
import type { Plan } from './calls.ts';
import type { Context } from './context.ts';
import type { Launched } from './launch-of.ts';
import type { Owner } from './owner.ts';

/** What the restart playbook decides by, one shape per thing that can happen. */
export type RestartFacts =
  | StoppedFacts
  | InterruptedFacts
  | DueFacts
  | NotStartedFacts
  | CheckFacts;

type Seen = { readonly of: 'restart/1'; readonly now: string };

/** A task that no service replaces has stopped. */
export type StoppedFacts = Seen & {
  readonly about: 'stopped';
  readonly task: Task;
  readonly region: string;
  readonly owner: Owner;
  readonly diagnosis: Diagnosis;
  /** In [0, 1): the jitter. */
  readonly dice: number;
  /** True when we came back to it, and people have been told of it. */
  readonly again: boolean;
  /** `null` when the stop is nobody's business, or an end that was wanted: nothing more was looked up. */
  readonly looked: Looked | null;
  /** Set when one of our restarts has ended as it should. */
  readonly ended: Lineage | null;
};

export type Looked = {
  readonly memory: RestartMemory;
  readonly definition: Known<TaskDefinition | null>;
  readonly launched: Launched;
  readonly context: Context;
  /** True when nothing was looked up, and is taken for known. */
  readonly assumed?: true;
};

/** Spot capacity under a task that still runs is being taken back. */
export type InterruptedFacts = Seen & {
  readonly about: 'interrupted';
  readonly task: Task;
  readonly region: string;
  readonly owner: Owner;
  readonly diagnosis: Diagnosis;
};

/** A restart's time has come. */
export type DueFacts = Seen & {
  readonly about: 'due';
  readonly plan: Plan;
  readonly memory: RestartMemory;
};

/** RunTask started nothing. */
export type NotStartedFacts = Seen & {
  readonly about: 'not-started';
  readonly plan: Plan;
  readonly why: string;
  readonly diagnosis: Diagnosis;
  readonly dice: number;
};

/** A restarted task has had its time to prove itself. */
export type CheckFacts = Seen & {
  readonly about: 'check';
  readonly plan: Plan;
  readonly memory: RestartMemory;
  /** The restarted task's last status; `null` when it has stopped. */
  readonly lastStatus: Known<string | null>;
};
