import { describe, expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readAlarmChanged } from '../../shared/wire/alarm-changed.ts';
import { eventNamed } from '../support/events.ts';

const alarmArn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:vote-cpu-high';
const read = (path: string) => readAlarmChanged(eventNamed(`alarms/${path}`));

const vote = {
  id: 'm1',
  namespace: 'AWS/ECS',
  name: 'CPUUtilization',
  dimensions: { ClusterName: 'prod', ServiceName: 'vote' },
  stat: 'Average',
  periodSeconds: 60,
  returnData: true,
};

describe('an alarm that changed its state', () => {
  test('is read with the evidence that its state was decided by', () => {
    expect(read('metric')).toEqual({
      kind: 'alarm-changed',
      id: `${alarmArn}#2026-10-06T02:14:30.118Z#ALARM`,
      at: '2026-10-06T02:14:30.118Z',
      account: '111122223333',
      region: 'eu-west-1',
      alarmArn,
      alarmName: 'vote-cpu-high',
      configuration: {
        kind: 'metric',
        description: expect.stringContaining('runbooks/vote-cpu'),
        metrics: [vote],
      },
      state: {
        value: 'ALARM',
        at: '2026-10-06T02:14:30.118Z',
        reason: expect.stringMatching(/^Threshold Crossed: 3 out of the last 5/),
        reasonData: {
          datapoints: [41.7, 79.5, 83.2, 91, 97.3],
          statistic: 'Average',
          periodSeconds: 60,
          threshold: 80,
          lowerThresholds: [],
          upperThresholds: [],
          triggeringAlarms: [],
        },
      },
      previousState: expect.objectContaining({ value: 'OK', at: '2026-10-06T00:41:30.213Z' }),
      alarmTags: {},
    });
  });

  test.each([
    ['metric', 'metric'],
    ['metric-math', 'metric-math'],
    ['anomaly', 'anomaly'],
    ['composite', 'composite'],
    ['log', 'log'],
    ['promql', 'promql'],
    ['contributor', 'metric-math'],
    ['sns-metric', 'metric'],
    ['sns-metric-math', 'metric-math'],
    ['sns-composite', 'composite'],
  ])('%s is an alarm of kind %s', (path, kind) => {
    expect(read(path).configuration.kind).toBe(kind);
  });

  test('has the band of an anomaly beside its datapoints', () => {
    expect(read('anomaly').state.reasonData).toMatchObject({
      datapoints: [91.25, 93.5],
      lowerThresholds: [31.25, 31.5],
      upperThresholds: [64, 64.5],
    });
  });

  test.each(['composite', 'sns-composite'])('%s says which alarms fired', (path) => {
    const { state } = read(path);

    expect(state.reasonData?.triggeringAlarms.map(({ arn, value }) => [arn, value])).toEqual([
      [alarmArn, 'ALARM'],
      [alarmArn.replace('vote-cpu-high', 'vote-5xx-rate'), 'ALARM'],
    ]);
  });

  test('that is muted or suppressed says so', () => {
    expect(read('muted').muteDetail).toEqual({
      mutedByArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:nightly-batch',
      muteWindowStart: '2026-10-06T02:00:00.000Z',
      muteWindowEnd: '2026-10-06T03:00:00.000Z',
    });
    expect(read('composite-suppressed').state.actionsSuppressedBy).toBe('Alarm');
  });

  test('has the tags that it hands on', () => {
    expect(read('tagged')).toMatchObject({
      alarmTags: { severity: 'critical', 'cost-center': '4711' },
      alarmTagsStatus: 'SUCCESS',
    });
  });

  test('is read without evidence that is missing or is no JSON', () => {
    expect(read('initial-creation').previousState?.reasonData).toBeUndefined();
    expect(read('ec2').state.reasonData).toBeUndefined();
    expect(read('promql').state.reason).toBeUndefined();
  });

  test('is told although its configuration is not as expected', () => {
    const event = { ...record(eventNamed('alarms/metric')) };
    event.detail = { ...record(event.detail), configuration: { metrics: 'none' } };

    expect(readAlarmChanged(event)).toMatchObject({ configuration: { metrics: [] } });
  });
});

describe('one change is one signal, whichever way it comes', () => {
  test.each([
    ['metric', ['sns-metric', 'sns-message', 'lambda-action', 'tagged', 'muted']],
    ['metric-math', ['sns-metric-math']],
    ['composite', ['sns-composite', 'composite-suppressed']],
    ['contributor', ['sns-contributor']],
  ])('%s has the same id as %j', (path, others) => {
    const ids = others.map((other) => read(other).id);

    expect(ids).toEqual(others.map(() => read(path).id));
  });

  test('two time series of one alarm are two, and the alarm itself is a third', () => {
    const ids = ['contributor', 'contributor-other', 'contributors-summary'].map(
      (path) => read(path).id,
    );

    expect(new Set(ids).size).toBe(3);
    expect(read('contributor').alarmContributor).toEqual({
      id: '6d442278dba546f6',
      attributes: { ServiceName: 'worker' },
    });
  });

  test.each(['sns-metric', 'lambda-action'])('%s has the same metric', (path) => {
    expect(read(path).configuration.metrics).toEqual([vote]);
  });

  test('SNS tells the threshold, and the ARN says which region it is', () => {
    expect(read('sns-metric')).toMatchObject({
      region: 'eu-west-1',
      previousState: { value: 'OK' },
      configuration: {
        threshold: 80,
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
      },
    });
  });

  test('metric math reads alike from SNS and from EventBridge', () => {
    expect(read('sns-metric-math').configuration.metrics).toEqual(
      read('metric-math').configuration.metrics,
    );
  });
});

test('an alarm that was deleted is read as that, in the state it was in', () => {
  expect(read('configuration-change')).toMatchObject({
    id: expect.stringMatching(/vote-cpu-high#.*#deleted$/),
    deleted: true,
    state: { value: 'OK' },
  });
});

test('any other change that people make to an alarm is not ours', () => {
  const event = JSON.stringify(eventNamed('alarms/configuration-change'));
  const updated = JSON.parse(event.replace('"delete"', '"update"'));

  expect(() => readAlarmChanged(updated)).toThrow(NotOurs);
});

test('what others publish to the topic is not ours', () => {
  expect(() => read('sns-other')).toThrow(NotOurs);
});

test.each([
  ['without-arn', 'there should be the ARN of an alarm'],
  ['state-is-unknown', 'detail.state.value should be'],
  ['mute-window-is-no-time', 'detail.muteDetail.muteWindowEnd should be a time, ISO 8601'],
  ['without-state', 'detail.state should be a value of type object, is missing'],
  ['message-without-time', 'StateChangeTime should be'],
])('%s is malformed, and the message says where', (path, message) => {
  const reading = () => readAlarmChanged(eventNamed(`malformed/alarm-${path}`));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow(message);
});

function record(value: unknown): { [key: string]: unknown } {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  return { ...value };
}
