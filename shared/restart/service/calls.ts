import { BadInput } from '../../core/errors.ts';
import type { Notice } from '../../core/notice.ts';
import type { Call } from '../../core/signal.ts';

export const playbookName = 'service';

/** A note to come back and see whether a service has got over its trouble. */
export type Watch = {
  readonly what: 'watch';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly incident: string;
  /** When the trouble began. */
  readonly since: string;
  readonly windowMs: number;
  readonly subject: string;
  readonly notice: Notice;
};

const isWatch = (about: object): about is Watch =>
  'what' in about && about.what === 'watch' && 'serviceArn' in about && 'notice' in about;

/** Reads a note back. Throws `BadInput` for one that this version does not write. */
export function readWatch({ id, about }: Call): Watch {
  if (!isWatch(about)) throw new BadInput(`call ${id} is about nothing that service knows`);
  return about;
}

/** The call that brings a watch back at `at`. */
export const callOf = (watch: Watch, at: string): Call => ({
  id: `watch#${watch.incident}#${watch.since}#${at}`,
  playbook: playbookName,
  about: watch,
});
