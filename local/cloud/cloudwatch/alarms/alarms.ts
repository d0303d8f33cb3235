import type { Kernel } from '../../types.ts';
import type { Source } from '../query/series.ts';
import type { Alarm } from './model.ts';
import type { Mute } from './mute.ts';

/** Everything that alarms know, and what they were built with. */
export type Alarms = {
  readonly kernel: Kernel;
  readonly source: Source;
  readonly byName: Map<string, Alarm>;
  readonly mutes: Map<string, Mute>;
  /** Runs one alarm action: `resource` is the ARN that the alarm names. */
  readonly act: (resource: string, payload: ActionPayload) => Promise<void>;
  /** Lets the minutes begin in which alarms are looked at. */
  readonly begin: () => void;
};

/** What an action is told; each kind of receiver reads another part. */
export type ActionPayload = {
  readonly subject: string;
  readonly notification: { readonly [field: string]: unknown };
  readonly lambdaEvent: { readonly [field: string]: unknown };
};

export const alarmArn = ({ partition, region, account }: Kernel, name: string): string =>
  `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;

/** By name or ARN. */
export const findAlarm = (alarms: Alarms, reference: string): Alarm | undefined =>
  alarms.byName.get(reference.replace(/^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:/, ''));
