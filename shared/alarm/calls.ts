import { BadInput } from '../core/errors.ts';
import type { Call } from '../core/signal.ts';
import type { Tags } from '../core/world.ts';

export const playbookName = 'alarm';

/** A note to come back to an alarm that is kept quiet. */
export type Look = {
  readonly what: 'look';
  readonly alarmArn: string;
  readonly alarmName: string;
  /** What its event handed on; a look is not told of them. */
  readonly alarmTags: Tags;
  /** Why it was quiet, as a sentence goes on: "the mute rule nightly-batch held it back". */
  readonly because: string;
  /** When it was first kept quiet: one that stays so is looked at ever more rarely. */
  readonly since: string;
  /** The timestamp of the state it was quiet in. */
  readonly stateAt: string;
  /** True where nobody has counted it yet when it burns. */
  readonly counts: boolean;
  /** Under what its time series are kept that changed while it was quiet; absent for an alarm of one. */
  readonly series?: string;
};

const isLook = (about: object): about is Look =>
  'what' in about && about.what === 'look' && 'alarmArn' in about && 'alarmTags' in about;

/** Reads a note back. Throws `BadInput` for one that this version does not write. */
export function readLook({ id, about }: Call): Look {
  if (!isLook(about)) throw new BadInput(`call ${id} is about nothing that alarm knows`);
  return about;
}

/** The call that brings a look at `at`. All that ask for the same moment are one. */
export const callOf = (look: Look, at: string): Call => ({
  id: `look#${look.alarmArn}#${at}`,
  playbook: playbookName,
  about: look,
});
