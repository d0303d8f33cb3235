import type { Backoff } from '../config/types.ts';
import type { Lineage, RunTask } from '../core/decision.ts';
import { BadInput } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import type { Call } from '../core/signal.ts';
import type { Task } from '../core/task.ts';

/** The notes that the restart playbook writes to itself. */
export type RestartCall =
  | { readonly what: 'restart'; readonly plan: Plan }
  | { readonly what: 'check'; readonly plan: Plan }
  | { readonly what: 'not-started'; readonly plan: Plan; readonly why: string }
  | { readonly what: 'look-again'; readonly task: Task; readonly region: string };

/** One restart to come: everything it takes, decided when the task stopped. */
export type Plan = {
  readonly lineage: Lineage;
  readonly budget: RunTask['budget'];
  /** The task whose end this restart answers. */
  readonly failedTaskArn: string;
  /** Its own tag lets Deckhand act, whatever the rule says. */
  readonly actsByTag: boolean;
  /** How many restarts the rule and the cause allow. */
  readonly attempts: number;
  readonly backoff: Backoff;
  /** How long a restarted task has to run to have proved itself. */
  readonly resetAfterMs: number;
  /** What the incident is about, for titles: `report: out of memory`. */
  readonly subject: string;
  /** What people were told when the task stopped; what they are told next builds on it. */
  readonly notice: Notice;
};

export const playbookName = 'restart';

const whats: readonly string[] = ['restart', 'check', 'not-started', 'look-again'];

/** We wrote the note ourselves, so its kind tells its shape. */
const isRestartCall = (about: object): about is RestartCall =>
  'what' in about &&
  typeof about.what === 'string' &&
  whats.includes(about.what) &&
  ('plan' in about || 'task' in about);

/** Reads a note back. Throws `BadInput` for one that this version does not write. */
export function readRestartCall({ id, about }: Call): RestartCall {
  if (!isRestartCall(about)) throw new BadInput(`call ${id} is about nothing that restart knows`);
  return about;
}

/** A note to ourselves. Its id is the same for every decision to write it, so that it is answered once. */
export const callAbout = (about: RestartCall, of: string): Call => ({
  id: `${about.what}#${of}`,
  playbook: playbookName,
  about,
});
