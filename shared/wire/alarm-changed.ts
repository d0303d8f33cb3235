import * as z from 'zod/mini';
import { type AlarmState, type MuteDetail, stateValues } from '../core/alarm.ts';
import { NotOurs } from '../core/errors.ts';
import { given } from '../core/given.ts';
import { lenient } from '../core/lenient.ts';
import { readReasonData } from '../core/reason-data.ts';
import type { AlarmChanged } from '../core/signal.ts';
import { configurationOf, WrittenConfiguration } from './alarm-configuration.ts';
import { alarmChanged } from './alarm-signal.ts';
import { readAlarmMessage } from './alarm-sns.ts';
import { Envelope, Kind } from './envelope.ts';
import { Moment, read, withoutNulls } from './read.ts';

const Text = lenient(z.string());

const State = z.object({
  value: z.enum(stateValues),
  timestamp: z.exactOptional(Moment),
  reason: Text,
  /** JSON as text; PromQL alarms and alarms that have just been created have none. */
  reasonData: Text,
  actionsSuppressedBy: z.exactOptional(z.string()),
  actionsSuppressedReason: Text,
  evaluationState: Text,
});

/**
 * What EventBridge has as `detail`, and CloudWatch's Lambda action as `alarmData`. That an alarm is muted or
 * suppressed must not be overlooked, so that these fields are not read leniently.
 */
const Change = z.object({
  alarmName: z.string(),
  state: State,
  previousState: lenient(State),
  configuration: lenient(WrittenConfiguration),
  alarmContributor: z.exactOptional(
    z.object({ id: z.string(), attributes: lenient(z.record(z.string(), z.string())) }),
  ),
  muteDetail: z.exactOptional(
    z.object({
      mutedByArn: z.exactOptional(z.string()),
      muteWindowStart: z.exactOptional(Moment),
      muteWindowEnd: z.exactOptional(Moment),
    }),
  ),
  alarmTags: lenient(z.record(z.string(), z.string())),
  alarmTagsStatus: Text,
});

type Change = z.infer<typeof Change>;
type WrittenMute = NonNullable<Change['muteDetail']>;

const detailTypes = ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'];

const configurationChange = 'CloudWatch Alarm Configuration Change';

const Operation = z.object({ detail: z.object({ operation: z.string() }) });

/** Source: CloudWatch user guide, cloudwatch-and-eventbridge. */
const AlarmEvent = z.object({ ...Envelope, detail: Change });

/** Source: CloudWatch user guide, alarms-and-actions-Lambda. */
const LambdaAction = z.object({ alarmArn: z.string(), time: Moment, alarmData: Change });

/** Source: AWS Lambda developer guide, with-sns: one record at a time. */
const SnsRecords = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

/**
 * Reads the change of an alarm's state, or of one of its time series', as EventBridge delivers it, as SNS does, or
 * as CloudWatch does when the function is the alarm's action. Throws `NotOurs` for what is no alarm, `BadInput` for
 * what is malformed.
 */
export function readAlarmChanged(event: unknown): AlarmChanged {
  if (has(event, 'Records')) return readSns(event);
  if (has(event, 'alarmData')) return readLambdaAction(event);
  if (isAlarmMessage(event)) return readAlarmMessage(withoutNulls(event));
  return readAlarmEvent(event);
}

/** Whether the event is an alarm's in one of the forms that no EventBridge rule delivers. */
export const isAlarmElsewhere = (event: unknown): boolean =>
  has(event, 'Records') || has(event, 'alarmData') || isAlarmMessage(event);

const has = (value: unknown, field: string): boolean =>
  typeof value === 'object' && value !== null && field in value;

const isAlarmMessage = (value: unknown): boolean =>
  has(value, 'AlarmName') && has(value, 'NewStateValue');

function readAlarmEvent(event: unknown): AlarmChanged {
  const kind = read(Kind, event, 'the event');
  if (kind.source === 'aws.cloudwatch' && kind['detail-type'] === configurationChange) {
    return readDeleted(event);
  }
  if (kind.source !== 'aws.cloudwatch' || !detailTypes.includes(kind['detail-type'])) {
    throw new NotOurs(`"${kind['detail-type']}" from ${kind.source} is no change of an alarm`);
  }
  const { detail, resources, time } = read(AlarmEvent, withoutNulls(event), kind['detail-type']);
  return signalOf(detail, resources[0] ?? '', time);
}

/** Of the changes that people make to an alarm, its end is one of its state, too. */
function readDeleted(event: unknown): AlarmChanged {
  const { operation } = read(Operation, event, configurationChange).detail;
  if (operation !== 'delete') throw new NotOurs(`${operation} of an alarm changes no state of it`);
  const { detail, resources, time } = read(AlarmEvent, withoutNulls(event), configurationChange);
  const { timestamp: _, ...state } = detail.state;
  return signalOf({ ...detail, state }, resources[0] ?? '', time, { deleted: true });
}

function readLambdaAction(event: unknown): AlarmChanged {
  const { alarmArn, time, alarmData } = read(LambdaAction, withoutNulls(event), 'the alarm');
  return signalOf(alarmData, alarmArn, time);
}

/** Other things may be published to the same topic. */
function readSns(event: unknown): AlarmChanged {
  const [record] = read(SnsRecords, withoutNulls(event), 'the event of SNS').Records;
  const message = jsonIn(record?.Sns.Message ?? '');
  if (!isAlarmMessage(message)) throw new NotOurs('the SNS message is not from an alarm');
  return readAlarmMessage(withoutNulls(message));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function signalOf(
  change: Change,
  alarmArn: string,
  time: string,
  more: Pick<AlarmChanged, 'deleted'> = {},
): AlarmChanged {
  const { alarmName, state, previousState, alarmContributor } = change;
  return alarmChanged({
    ...more,
    alarmArn,
    alarmName,
    at: state.timestamp ?? time,
    configuration: configurationOf(change.configuration ?? {}),
    state: stateOf(state),
    alarmTags: change.alarmTags ?? {},
    ...given({
      previousState: previousState && stateOf(previousState),
      alarmContributor: alarmContributor && {
        id: alarmContributor.id,
        attributes: alarmContributor.attributes ?? {},
      },
      muteDetail: change.muteDetail && muteOf(change.muteDetail),
      alarmTagsStatus: change.alarmTagsStatus,
    }),
  });
}

function muteOf({ mutedByArn, muteWindowStart, muteWindowEnd }: WrittenMute): MuteDetail {
  return given({
    mutedByArn,
    muteWindowStart: muteWindowStart && isoOf(muteWindowStart),
    muteWindowEnd: muteWindowEnd && isoOf(muteWindowEnd),
  });
}

/** CloudWatch writes `+0000` for `Z`. */
const isoOf = (moment: string): string => new Date(moment).toISOString();

function stateOf({ timestamp, reasonData, value, ...state }: z.infer<typeof State>): AlarmState {
  return {
    value,
    ...given({
      ...state,
      at: timestamp && isoOf(timestamp),
      reasonData: readReasonData(reasonData) ?? undefined,
    }),
  };
}
