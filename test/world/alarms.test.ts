import { describe, expect, test } from '@jest/globals';
import { Unavailable } from '../../shared/core/errors.ts';
import { refusing } from '../support/aws-wire.ts';
import { worldAnswering } from '../support/world.ts';

const cpuHigh = {
  AlarmName: 'cpu-high',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu-high',
  StateValue: 'ALARM',
  StateReason: 'it is hot',
  StateUpdatedTimestamp: 1_772_528_460,
  StateTransitionedTimestamp: 1_772_528_400,
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'ServiceName', Value: 'web' }],
  Statistic: 'Average',
  Period: 60,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
};

describe('alarms', () => {
  test('of every kind are found by name in one call, in their own region', async () => {
    const composite = { AlarmName: 'trouble', AlarmRule: 'ALARM("cpu-high")', StateValue: 'OK' };
    const { world, sent } = worldAnswering({
      body: { MetricAlarms: [cpuHigh], CompositeAlarms: [composite], LogAlarms: [] },
    });

    const found = await world.alarms.describe(['cpu-high', 'trouble'], 'us-east-2');

    expect(found).toMatchObject({
      known: true,
      value: [
        {
          alarmName: 'cpu-high',
          transitionedAt: '2026-03-03T09:00:00.000Z',
          state: { value: 'ALARM', at: '2026-03-03T09:01:00.000Z', reason: 'it is hot' },
          configuration: {
            kind: 'metric',
            threshold: 80,
            metrics: [{ name: 'CPUUtilization', dimensions: { ServiceName: 'web' } }],
          },
        },
        {
          alarmName: 'trouble',
          configuration: { kind: 'composite', alarmRule: 'ALARM("cpu-high")' },
        },
      ],
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.host).toContain('us-east-2');
  });

  test('that do not exist are known to be none', async () => {
    const { world } = worldAnswering({ body: { MetricAlarms: [] } });

    expect(await world.alarms.describe(['gone'], 'eu-west-1')).toEqual({ known: true, value: [] });
  });

  test('over many time series are told with all that burn, page by page', async () => {
    const { world, sent } = worldAnswering(
      { body: { AlarmContributors: [{ ContributorId: 'a' }], NextToken: 'more' } },
      { body: { AlarmContributors: [{ ContributorId: 'b' }] } },
    );

    const burning = await world.alarms.contributorsInAlarm('any-memory', 'eu-west-1');

    expect(burning).toMatchObject({ known: true, value: [{ id: 'a' }, { id: 'b' }] });
    expect(sent.map(({ body }) => body.NextToken)).toEqual([undefined, 'more']);
  });

  test('that may not be looked at are unknown, and say which permission is missing', async () => {
    const { world } = worldAnswering(refusing('AccessDeniedException', 'no', 403));

    expect(await world.alarms.describe(['cpu-high'], 'eu-west-1')).toMatchObject({
      known: false,
      why: expect.stringContaining('cloudwatch:DescribeAlarms'),
    });
  });

  test('that cannot be looked at now are looked at again', async () => {
    const { world } = worldAnswering(refusing('ThrottlingException', 'slow down'));

    await expect(world.alarms.describe(['cpu-high'], 'eu-west-1')).rejects.toThrow(Unavailable);
  });
});
