import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricWidgetImageCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { aCloud, clientOf, start } from '../support/cloud.ts';
import { arnOf, call, cpu, cpuHigh, minute, stateChanges, told, topic } from './support.ts';

describe('a metric alarm', () => {
  test('goes into ALARM at the end of the minute that breaches, and back, with the events AWS sends', async () => {
    const cloud = await aCloud();
    const client = new CloudWatchClient(clientOf(cloud));
    const from = start.getTime() + 2 * minute;
    cpu(cloud, (at) => (at >= from && at < from + minute ? 99.5 : 10));

    await client.send(new PutMetricAlarmCommand({ ...cpuHigh, AlarmDescription: 'busy' }));
    await cloud.time.pass(5 * minute);

    expect(told(cloud)).toEqual([
      'cpu-high: INSUFFICIENT_DATA -> OK',
      'cpu-high: OK -> ALARM',
      'cpu-high: ALARM -> OK',
    ]);
    expect(stateChanges(cloud)[1]).toMatchObject({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [arnOf('cpu-high')],
      time: '2026-03-02T09:03:00Z',
      detail: {
        alarmName: 'cpu-high',
        state: {
          value: 'ALARM',
          reason:
            'Threshold Crossed: 1 out of the last 1 datapoint [99.5 (02/03/26 09:02:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
          timestamp: '2026-03-02T09:03:00.000+0000',
        },
        previousState: { value: 'OK', timestamp: '2026-03-02T09:01:00.000+0000' },
        configuration: {
          description: 'busy',
          metrics: [
            {
              metricStat: {
                metric: {
                  namespace: 'AWS/ECS',
                  name: 'CPUUtilization',
                  dimensions: { ClusterName: 'shop', ServiceName: 'web' },
                },
                period: 60,
                stat: 'Average',
              },
              returnData: true,
            },
          ],
        },
      },
    });
  });

  test('tells the threshold in reasonData, as JSON text, and nowhere else', async () => {
    const cloud = await aCloud();
    cpu(cloud, () => 80);

    await call(cloud, 'PutMetricAlarm', cpuHigh);
    await cloud.time.pass(minute);
    const [event] = stateChanges(cloud);
    const detail = JSON.parse(JSON.stringify(event?.detail));

    expect(JSON.parse(detail.state.reasonData)).toEqual({
      version: '1.0',
      queryDate: '2026-03-02T09:01:00.000+0000',
      startDate: '2026-03-02T09:00:00.000+0000',
      statistic: 'Average',
      period: 60,
      recentDatapoints: [80],
      threshold: 50,
      evaluatedDatapoints: [{ timestamp: '2026-03-02T09:00:00.000+0000', value: 80 }],
    });
    expect(JSON.stringify(detail.configuration)).not.toContain('hreshold');
  });

  test('tells its topic what SNS subscribers get to read, unless its actions are disabled', async () => {
    const cloud = await aCloud();
    let percent = 80;
    cpu(cloud, () => percent);

    await call(cloud, 'PutMetricAlarm', { ...cpuHigh, AlarmActions: [topic], OKActions: [topic] });
    await cloud.time.pass(minute);
    await call(cloud, 'DisableAlarmActions', { AlarmNames: ['cpu-high'] });
    percent = 10;
    await cloud.time.pass(minute);

    expect(cloud.sns.published.map(({ subject }) => subject)).toEqual([
      'ALARM: "cpu-high" in EU (Ireland)',
    ]);
    expect(JSON.parse(cloud.sns.published[0]?.message ?? '')).toMatchObject({
      AlarmName: 'cpu-high',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      AlarmArn: arnOf('cpu-high'),
      Region: 'EU (Ireland)',
      Trigger: {
        MetricName: 'CPUUtilization',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Dimensions: [
          { name: 'ClusterName', value: 'shop' },
          { name: 'ServiceName', value: 'web' },
        ],
        Threshold: 50,
      },
    });
    expect(told(cloud)).toHaveLength(2);
  });

  test('is described with its threshold by name, by prefix and by state', async () => {
    const cloud = await aCloud();
    const client = new CloudWatchClient(clientOf(cloud));
    for (const AlarmName of ['a-1', 'a-2', 'b-1']) {
      await client.send(new PutMetricAlarmCommand({ ...cpuHigh, AlarmName }));
    }
    await client.send(
      new SetAlarmStateCommand({ AlarmName: 'a-2', StateValue: 'ALARM', StateReason: 'test' }),
    );
    const names = async (input: object) => {
      const { MetricAlarms } = await client.send(new DescribeAlarmsCommand(input));
      return MetricAlarms?.map(({ AlarmName }) => AlarmName);
    };

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['a-2'] }));
    const first = await client.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));

    expect(MetricAlarms?.[0]).toMatchObject({
      AlarmArn: arnOf('a-2'),
      StateValue: 'ALARM',
      StateReason: 'test',
      StateUpdatedTimestamp: start,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    });
    expect(await names({ AlarmNamePrefix: 'a-' })).toEqual(['a-1', 'a-2']);
    expect(await names({ StateValue: 'INSUFFICIENT_DATA' })).toEqual(['a-1', 'b-1']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    expect(first.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['a-1', 'a-2']);
    expect(await names({ NextToken: first.NextToken })).toEqual(['b-1']);
  });

  test('carries its tags along where its configuration says so', async () => {
    const cloud = await aCloud();
    cpu(cloud, () => 80);
    const Tags = [
      { Key: 'team', Value: 'shop' },
      { Key: 'cost', Value: '7' },
    ];
    const propagating = (AlarmName: string, AlarmTagsPropagation: object) =>
      call(cloud, 'PutMetricAlarm', {
        ...{ ...cpuHigh, AlarmName, Tags },
        ActionConfiguration: { AlarmTagsPropagation },
      });

    await propagating('all', { Enabled: true });
    await propagating('one', { Enabled: true, IncludedTagKeys: ['team'] });
    await propagating('none', { Enabled: false });
    await cloud.time.pass(minute);
    const details = stateChanges(cloud).map(({ detail }) => detail);

    expect(details).toMatchObject([
      { alarmTags: { team: 'shop', cost: '7' }, alarmTagsStatus: 'SUCCESS' },
      { alarmTags: { team: 'shop' } },
      { alarmName: 'none' },
    ]);
    expect(details[2]).not.toHaveProperty('alarmTags');
  });

  test('calculates metric math over two metrics', async () => {
    const cloud = await aCloud();
    const stat = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'App', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    let errors = 1;
    cloud.cloudwatch.metric('App', 'errors', {}, () => errors);
    cloud.cloudwatch.metric('App', 'requests', {}, () => 200);

    await call(cloud, 'PutMetricAlarm', {
      AlarmName: 'error-rate',
      Metrics: [
        stat('m1', 'errors'),
        stat('m2', 'requests'),
        { Id: 'e1', Expression: 'IF(m2 > 100, 100 * m1 / m2, 0)', Label: 'rate' },
      ],
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    await cloud.time.pass(minute);
    errors = 10;
    await cloud.time.pass(minute);

    expect(told(cloud)).toEqual(['error-rate: INSUFFICIENT_DATA -> OK', 'error-rate: OK -> ALARM']);
    expect(stateChanges(cloud)[1]?.detail).toMatchObject({
      state: {
        reason: expect.stringContaining('[5.0 (02/03/26 09:01:00)] was greater than or equal'),
      },
      configuration: {
        metrics: [
          { id: 'm1', returnData: false },
          { id: 'm2' },
          {
            id: 'e1',
            label: 'rate',
            expression: 'IF(m2 > 100, 100 * m1 / m2, 0)',
            returnData: true,
          },
        ],
      },
    });
  });

  test('of anomaly detection tells both edges of the band', async () => {
    const cloud = await aCloud();
    cpu(cloud, () => 80);
    cloud.cloudwatch.band(
      'AWS/ECS',
      'CPUUtilization',
      { ServiceName: 'web', ClusterName: 'shop' },
      () => ({
        lower: 5,
        upper: 40,
      }),
    );
    const { Namespace, MetricName, Dimensions } = cpuHigh;
    const Metric = { Namespace, MetricName, Dimensions };

    await call(cloud, 'PutMetricAlarm', {
      AlarmName: 'odd-cpu',
      Metrics: [
        { Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Average' } },
        { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
      ],
      ThresholdMetricId: 'ad1',
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    });
    await cloud.time.pass(minute);
    const detail = JSON.parse(JSON.stringify(stateChanges(cloud)[0]?.detail));

    expect(detail.state.value).toBe('ALARM');
    expect(JSON.parse(detail.state.reasonData)).toMatchObject({
      recentDatapoints: [80],
      recentLowerThresholds: [5],
      recentUpperThresholds: [40],
    });
    expect(detail.state.reason).toContain(
      'was less than the lower thresholds [5] or greater than the upper thresholds [40]',
    );
  });

  test('over many time series tells each that changes, and a summary', async () => {
    const cloud = await aCloud();
    const burning = new Set(['web', 'api']);
    for (const ServiceName of ['web', 'api', 'db']) {
      cloud.cloudwatch.metric(
        'AWS/ECS',
        'CPUUtilization',
        { ClusterName: 'shop', ServiceName },
        () => (burning.has(ServiceName) ? 90 : 10),
      );
    }
    const contributors = () =>
      cloud.bus.events.filter((event) => event['detail-type'].includes('Contributor'));

    await call(cloud, 'PutMetricAlarm', {
      AlarmName: 'any-cpu',
      Metrics: [
        {
          Id: 'm1',
          Expression:
            'SELECT AVG(CPUUtilization) FROM "AWS/ECS" WHERE ClusterName = \'shop\' GROUP BY ServiceName',
          Period: 60,
        },
      ],
      EvaluationPeriods: 1,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    await cloud.time.pass(minute);
    burning.delete('web');
    await cloud.time.pass(minute);
    const described = await call(cloud, 'DescribeAlarmContributors', { AlarmName: 'any-cpu' });

    expect(contributors().map(({ detail }) => detail)).toMatchObject([
      { alarmContributor: { attributes: { ServiceName: 'web' } }, state: { value: 'ALARM' } },
      { alarmContributor: { attributes: { ServiceName: 'api' } }, state: { value: 'ALARM' } },
      { alarmContributor: { attributes: { ServiceName: 'web' } }, state: { value: 'OK' } },
    ]);
    expect(contributors()[0]?.detail).not.toHaveProperty('previousState');
    expect(stateChanges(cloud).map(({ detail }) => detail)).toMatchObject([
      { state: { value: 'ALARM', reason: '2 out of 3 time series evaluated to ALARM' } },
    ]);
    expect(described.AlarmContributors).toMatchObject([
      { ContributorAttributes: { ServiceName: 'api' } },
    ]);
  });
});

describe('a graph', () => {
  test('is a PNG with the line, and with the threshold where it is asked for', async () => {
    const cloud = await aCloud();
    const client = new CloudWatchClient(clientOf(cloud));
    cpu(cloud, (at) => 20 + 15 * Math.sin(at / (20 * minute)));
    const image = async (annotations: object) => {
      const widget = {
        metrics: [['AWS/ECS', 'CPUUtilization', 'ClusterName', 'shop', 'ServiceName', 'web']],
        ...{ period: 60, start: '-PT3H', width: 300, height: 120, annotations },
      };
      const { MetricWidgetImage = new Uint8Array() } = await client.send(
        new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify(widget) }),
      );
      return Buffer.from(MetricWidgetImage);
    };

    const plain = await image({});
    const marked = await image({ horizontal: [{ value: 50, label: 'threshold' }] });

    expect(plain.subarray(0, 8)).toEqual(
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    );
    expect([plain.readUInt32BE(16), plain.readUInt32BE(20)]).toEqual([300, 120]);
    expect(plain.length).toBeLessThan(10_000);
    expect(marked.equals(plain)).toBe(false);
  });

  test.each([
    ['no JSON', 'x'],
    ['too wide', '{"metrics":[],"width":2001}'],
  ])('is refused for a widget that is %s', async (_what, MetricWidget) => {
    const cloud = await aCloud();

    const drawing = call(cloud, 'GetMetricWidgetImage', { MetricWidget });

    await expect(drawing).rejects.toMatchObject({ code: 'ValidationError' });
  });
});
