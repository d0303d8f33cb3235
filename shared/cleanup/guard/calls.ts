import { BadInput } from '../../core/errors.ts';
import type { Call } from '../../core/signal.ts';

export const playbookName = 'guard';

/** What stands for a repository's name where the repositories could not be listed. */
export const allRepositories = '*';

/**
 * A call of ours: begin a run, or go on with it; read previews that were asked for; tell what there is to tell. A run is
 * about all repositories, or about one `only`.
 */
export type GuardCall =
  | {
      readonly what: 'begin';
      readonly run?: string;
      readonly after: string;
      readonly only?: string;
    }
  | {
      readonly what: 'read';
      readonly run: string;
      /** The last repository of this group; `null` where none comes after it. */
      readonly after: string | null;
      /** How often previews were not done yet. */
      readonly tries: number;
      readonly repositories: readonly Previewed[];
      readonly only?: string;
    }
  | { readonly what: 'report'; readonly run: string; readonly only?: string };

/** A repository whose preview was asked for; the fingerprint is that of the policy it is to be of. */
export type Previewed = { readonly name: string; readonly fingerprint: string };

/** The id names what is called for, so that the same call asked for twice is one. */
export const callOf = (about: GuardCall, id: string): Call => ({
  id,
  playbook: playbookName,
  about,
});

/** Throws `BadInput` for a call that is none of ours. */
export function readGuardCall({ about }: Call): GuardCall {
  const { what, run, after, tries, repositories } = about;
  const only = typeof about.only === 'string' ? { only: about.only } : {};
  if (what === 'begin') {
    const from = typeof after === 'string' ? after : '';
    const named = typeof run === 'string' ? { run } : {};
    return { what, after: from, ...named, ...only };
  }
  if (what === 'report' && typeof run === 'string') return { what, run, ...only };
  const isRead = what === 'read' && typeof run === 'string' && typeof tries === 'number';
  if (isRead && (after === null || typeof after === 'string') && isPreviewed(repositories)) {
    return { what, run, after, tries, repositories, ...only };
  }
  throw new BadInput(`guard cannot read a call about "${what}"`);
}

const isPreviewed = (value: unknown): value is readonly Previewed[] =>
  Array.isArray(value) &&
  value.every(
    (one: unknown) =>
      typeof one === 'object' && one !== null && 'name' in one && 'fingerprint' in one,
  );
