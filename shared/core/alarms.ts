import type { AlarmContributor, AlarmDescription } from './alarm.ts';
import type { Known } from './known.ts';

/** CloudWatch's alarms. */
export type Alarms = {
  /** The alarms of these names, of any kind, in one region; those that do not exist are left out. */
  readonly describe: (
    names: readonly string[],
    region: string,
  ) => Promise<Known<readonly AlarmDescription[]>>;
  /** The time series of an alarm over many that are in ALARM now; at most 100 are told. */
  readonly contributorsInAlarm: (
    alarmName: string,
    region: string,
  ) => Promise<Known<readonly ContributorInAlarm[]>>;
};

export type ContributorInAlarm = AlarmContributor & {
  readonly reason?: string;
  /** Since when, ISO 8601. */
  readonly at?: string;
};
