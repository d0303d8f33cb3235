import type { CallLater } from '../core/decision.ts';
import { BadInput } from '../core/errors.ts';
import type { Call } from '../core/signal.ts';

export const playbookName = 'rollout';

/** Notes to ourselves about one service. */
export type About = Consider | Look | Bring | Release | Sweep;

/** Look whether something is to be rolled out in a service. */
export type Consider = {
  readonly what: 'consider';
  readonly clusterArn: string;
  readonly serviceArn: string;
  /** What made us look: `shop/vote:1.1.0 was pushed`. */
  readonly because: string;
};

/** Look how a rollout goes. */
export type Look = {
  readonly what: 'look';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly rollout: string;
  /**
   * Because of an `event`; to tell its `progress`; or at its `deadline`, when what has not gone well by now has failed.
   */
  readonly when: 'event' | 'progress' | 'deadline';
};

/** Bring the schedules of its family to what a rollout has brought out. */
export type Bring = {
  readonly what: 'bring';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly rollout: string;
};

/** Somebody wants a digest to be tried again. */
export type Release = {
  readonly what: 'release';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly digest: string;
  readonly by: string;
  readonly why: string;
};

/** Look at a whole fleet, or at the services of a cluster that come after one, in the order of their ARNs. */
export type Sweep = {
  readonly what: 'sweep';
  readonly clusterArn?: string;
  /** When the sweep began, which all of its calls have in common. */
  readonly run?: string;
  readonly after?: string;
};

const whats: readonly string[] = ['consider', 'look', 'bring', 'release'];

const isAbout = (about: Call['about']): about is Call['about'] & About =>
  about.what === 'sweep' || (whats.includes(about.what) && typeof about.clusterArn === 'string');

/** Reads a note back. Throws `BadInput` for one that this version does not write. */
export function readAbout({ id, about }: Call): About {
  if (!isAbout(about)) throw new BadInput(`call ${id} is about nothing that rollouts know`);
  return about;
}

/** The same `name` is the same call: what is asked for twice is done once. */
export const callOf = (about: About, name: string): Call => ({
  id: `${about.what}#${name}`,
  playbook: playbookName,
  about,
});

export const callAt = (about: About, name: string, at: string): CallLater => ({
  do: 'call-later',
  at,
  call: callOf(about, name),
});
