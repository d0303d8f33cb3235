import { BadInput } from '../core/errors.ts';
import type { Call } from '../core/signal.ts';

export const playbookName = 'cleanup';

/** A call of ours: begin a run, clean up one repository, tell what the run came to. */
export type CleanupCall =
  | { readonly what: 'run'; readonly after?: string }
  | {
      readonly what: 'repository';
      readonly run: string;
      readonly repository: string;
      /** How often a deployment in progress has put it off. */
      readonly postponed: number;
      /** Set where pushes asked for it: none of them came later. */
      readonly pushedUntil?: string;
    }
  | {
      readonly what: 'report';
      readonly run: string;
      readonly repositories: number;
      readonly startedAt: string;
    };

/** The id names what is called for, so that the same call asked for twice is one. */
export const callOf = (about: CleanupCall, id: string): Call => ({
  id,
  playbook: playbookName,
  about,
});

/** Throws `BadInput` for a call that is none of ours. */
export function readCleanupCall({ about }: Call): CleanupCall {
  const { what, run, repository, after, postponed, pushedUntil, repositories, startedAt } = about;
  if (what === 'run') return typeof after === 'string' ? { what, after } : { what };
  if (what === 'repository' && typeof run === 'string' && typeof repository === 'string') {
    return {
      ...{ what, run, repository, postponed: typeof postponed === 'number' ? postponed : 0 },
      ...(typeof pushedUntil === 'string' ? { pushedUntil } : {}),
    };
  }
  const isReport = typeof repositories === 'number' && typeof startedAt === 'string';
  if (what === 'report' && typeof run === 'string' && isReport) {
    return { what, run, repositories, startedAt };
  }
  throw new BadInput(`cleanup cannot read a call about "${what}"`);
}
