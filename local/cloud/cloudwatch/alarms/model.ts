import type { PutCompositeAlarm } from '../put-composite-alarm.ts';
import type { PutLogAlarm } from '../put-log-alarm.ts';
import type { PutMetricAlarm } from '../put-metric-alarm.ts';
import type { StateValue } from '../shapes.ts';
import type { Rule } from './rule.ts';

export type AlarmState = {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON text, or `null` where there is none. */
  readonly reasonData: string | null;
  readonly at: number;
  /** Why a composite's actions do not run. */
  readonly suppressedBy?: Suppressor | undefined;
};

type Suppressor = 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';

type Common = {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  actionsEnabled: boolean;
  readonly tags: Map<string, string>;
  state: AlarmState;
  /** When `state.value` last became another one. */
  transitionedAt: number;
  /** The state from which an alarm went on while it was muted: its actions may still have to run. */
  mutedFrom?: StateValue | undefined;
};

export type MetricAlarm = Common & {
  readonly kind: 'metric';
  input: PutMetricAlarm;
  /** The id that the one metric of an alarm without a `Metrics` list has in events. */
  readonly metricId: string;
  /** Time series of a query with GROUP BY, by id. */
  readonly contributors: Map<string, Contributor>;
};

export type Contributor = {
  readonly id: string;
  readonly attributes: { readonly [name: string]: string };
  state: AlarmState;
};

export type CompositeAlarm = Common & {
  readonly kind: 'composite';
  input: PutCompositeAlarm;
  rule: Rule;
  /** Calls off the end of a wait or extension period. */
  endOfPeriod?: (() => void) | undefined;
};

export type LogAlarm = Common & { readonly kind: 'log'; input: PutLogAlarm };

export type Alarm = MetricAlarm | CompositeAlarm | LogAlarm;

export const creation = 'Unchecked: Initial alarm creation';

export const isComposite = (alarm: Alarm): alarm is CompositeAlarm => alarm.kind === 'composite';
