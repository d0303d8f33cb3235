/** What the stack may be asked to do beyond what the sections below say of themselves. */
export type StackConfig = {
  /** Whose resources may turn `act` on by their tag `deckhand:mode`, where the file says `observe`. */
  readonly actByTag: readonly Automation[];
  /** Globs over the names of the IAM roles that the stack may hand on, to tasks and to schedules. */
  readonly passRoles: readonly string[];
  /** How many of a function may run at once, reserved for it; of one that is not named, what the account has left. */
  readonly reservedConcurrency: { readonly [name in HearsEvents]?: number };
};

/** The functions that EventBridge invokes: as many of each at once as there are events. */
export type HearsEvents = (typeof hearsEvents)[number];

export const hearsEvents = [
  'taskStopped',
  'taskLaunched',
  'serviceChanged',
  'imagePushed',
  'imageScanned',
  'lifecyclePolicyPut',
  'retirementPlanned',
  'alarmChanged',
] as const;

/** What can be switched between `observe` and `act`, by the name of its section. */
export type Automation = 'restart' | 'deploy' | 'cleanup';
