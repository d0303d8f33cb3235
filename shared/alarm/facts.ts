import type {
  AlarmConfiguration,
  AlarmContributor,
  AlarmDescription,
  AlarmState,
  MuteDetail,
} from '../core/alarm.ts';
import type { ContributorInAlarm } from '../core/alarms.ts';
import type { Known } from '../core/known.ts';
import type { TargetHealth } from '../core/load-balancers.ts';
import type { Tags } from '../core/world.ts';
import type { Look, RollCall } from './calls.ts';

/** What the alarm playbook decides by. */
export type AlarmFacts = ChangeFacts | LookFacts | RollCallFacts;

type Looked = { readonly of: 'alarm/1'; readonly now: string };

/** An alarm changed its state. */
export type ChangeFacts = Looked & {
  readonly about: 'change';
  readonly alarm: Alarm;
  /** Looked up for what is going to be told as burning, and for nothing else. */
  readonly detail: Detail | null;
};

/** We came back to an alarm that had been quiet, as a mute window or a suppression is over. */
export type LookFacts = Looked & {
  readonly about: 'look';
  readonly look: Look;
  /** `null` when there is no such alarm any more. */
  readonly alarm: Known<Alarm | null>;
  /** The time series that changed while it was quiet, and those that burn now; `null` for an alarm of one. */
  readonly series: {
    readonly changed: readonly AlarmContributor[];
    readonly inAlarm: Known<readonly ContributorInAlarm[]>;
  } | null;
  readonly detail: Detail | null;
};

/** We came to see which time series of an alarm still burn. */
export type RollCallFacts = Looked & {
  readonly about: 'roll-call';
  readonly rollCall: RollCall;
  /** `null` when there is no such alarm any more. */
  readonly alarm: Known<Alarm | null>;
  readonly inAlarm: Known<readonly ContributorInAlarm[]>;
};

/** An alarm in one state, whether an event or a look told of it. */
export type Alarm = {
  readonly alarmArn: string;
  readonly alarmName: string;
  /** Since when it is in this state, ISO 8601. */
  readonly at: string;
  readonly configuration: AlarmConfiguration;
  readonly state: AlarmState;
  readonly previousState?: Pick<AlarmState, 'value' | 'at' | 'reason'>;
  readonly alarmContributor?: AlarmContributor;
  readonly muteDetail?: MuteDetail;
  readonly deleted?: true;
  readonly alarmTags: Tags;
};

export type Detail = {
  /** The children of a composite that made it what it is; the alarm itself where its event said too little. */
  readonly described: Known<readonly AlarmDescription[]> | null;
  readonly targets: readonly {
    readonly targetGroupArn: string;
    readonly health: Known<TargetHealth | null>;
  }[];
};
