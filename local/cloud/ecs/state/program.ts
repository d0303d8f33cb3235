import type { Container, Task } from './model.ts';

/** What a container does once it runs. All times are milliseconds after it started; without `exits` it runs for ever. */
export type Behaviour = {
  /** Lines it writes, in order: the first at once, then one each `everyMs` (a second unless told). */
  readonly writes?: readonly string[];
  readonly everyMs?: number;
  readonly exits?: { readonly afterMs: number; readonly code: number; readonly reason?: string };
  /** Killed for its memory after `afterMs`, unless it was given at least `needsMiB`. */
  readonly outOfMemory?: { readonly afterMs: number; readonly needsMiB: number };
  /** What SIGTERM does: ends it after `afterMs` with `code`, or nothing, so that SIGKILL has to come. */
  readonly onSigterm?: { readonly afterMs: number; readonly code: number } | 'ignores';
  /** From when on its health check fails; before, it is healthy. */
  readonly unhealthyAfterMs?: number;
  /** From when on the load balancer's health check fails; before, it passes. */
  readonly targetUnhealthyAfterMs?: number;
  /** The runtime refuses to start it: `CannotStartContainerError: …`. */
  readonly cannotStart?: string;
};

/** Which containers a program is for; globs with `*`; everything given must match. */
export type ProgramMatch = {
  readonly image?: string;
  readonly family?: string;
  readonly container?: string;
  readonly service?: string;
  readonly cluster?: string;
};

/** What a program may decide by. */
export type Start = {
  readonly task: Task;
  readonly container: Container;
  readonly revision: number;
  /** How many containers this program has been asked for before this one. */
  readonly earlier: number;
};

export type Program = {
  readonly match: ProgramMatch;
  readonly behaviour: (start: Start) => Behaviour;
  starts: number;
};

const runsForEver: Behaviour = {};

/** What this container does: asked once for each start of it. */
export function behaviourOf(programs: readonly Program[], task: Task, container: Container) {
  const program = programs.find((candidate) => covers(candidate.match, task, container));
  if (!program) return runsForEver;
  const earlier = program.starts;
  program.starts += 1;
  return program.behaviour({ task, container, revision: task.definition.revision, earlier });
}

function covers(match: ProgramMatch, task: Task, container: Container): boolean {
  return (
    matches(match.image, container.definition.image) &&
    matches(match.family, task.definition.family) &&
    matches(match.container, container.definition.name) &&
    matches(match.service, task.service?.serviceName ?? '') &&
    matches(match.cluster, task.cluster.clusterName)
  );
}

function matches(glob: string | undefined, text: string): boolean {
  if (glob === undefined) return true;
  const pattern = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(text);
}
