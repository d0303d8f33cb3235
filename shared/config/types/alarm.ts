/** What becomes of CloudWatch alarms. */
export type AlarmConfig = {
  /** True: notices carry a graph of the metric. */
  readonly graph: boolean;
  /** An alarm that any of these matches is left out. */
  readonly ignore: readonly AlarmMatch[];
  /** The first that matches says how bad an ALARM is. */
  readonly severity: readonly {
    readonly match: AlarmMatch;
    readonly severity: AlarmSeverity;
  }[];
  /** Whether it is worth telling that an alarm which was not in ALARM has no data. */
  readonly insufficientData: 'ignore' | 'tell';
};

/** Globs that must all match. Tags are known where the alarm hands them on (`AlarmTagsPropagation`). */
export type AlarmMatch = {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
};

export type AlarmSeverity = 'info' | 'warning' | 'error' | 'critical';
