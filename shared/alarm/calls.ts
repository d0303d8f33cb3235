import type { CallLater } from '../core/decision.ts';
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

/** A note to look which time series of an alarm still burn: one that goes away says nothing. */
export type RollCall = {
  readonly what: 'roll-call';
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly alarmTags: Tags;
};

const isRollCall = (about: object): about is RollCall =>
  'what' in about && about.what === 'roll-call' && 'alarmArn' in about && 'alarmTags' in about;

const hourMs = 60 * 60_000;

/** At the next full hour that is half an hour off at least: one look an hour, however many time series there are. */
export function rollCallAfter(alarm: Omit<RollCall, 'what'>, now: string): CallLater {
  const { alarmArn, alarmName, alarmTags } = alarm;
  const atMs = Math.ceil((Date.parse(now) + hourMs / 2) / hourMs) * hourMs;
  const at = new Date(atMs).toISOString();
  const about: RollCall = { what: 'roll-call', alarmArn, alarmName, alarmTags };
  const id = `roll-call#${alarmArn}#${at}`;
  return { do: 'call-later', at, call: { id, playbook: playbookName, about } };
}

/** Reads a note back. Throws `BadInput` for one that this version does not write. */
export function readNote({ id, about }: Call): Look | RollCall {
  if (isLook(about) || isRollCall(about)) return about;
  throw new BadInput(`call ${id} is about nothing that alarm knows`);
}

/** The call that brings a look at `at`. All that ask for the same moment are one. */
export const callOf = (look: Look, at: string): Call => ({
  id: `look#${look.alarmArn}#${at}`,
  playbook: playbookName,
  about: look,
});
