import {
  type AlarmContributor,
  type AlarmType,
  CloudWatchClient,
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmDescription } from '../core/alarm.ts';
import type { Alarms, ContributorInAlarm } from '../core/alarms.ts';
import { nameOf } from '../core/errors.ts';
import { given } from '../core/given.ts';
import { known } from '../core/known.ts';
import { compositeAlarmOf, logAlarmOf, metricAlarmOf } from './alarm-shapes.ts';
import { clientPerRegion } from './client-per-region.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

/** Without the types, DescribeAlarms tells metric alarms only. */
const types: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

/** DescribeAlarms takes and tells a hundred at once. Source: CloudWatch API, DescribeAlarms. */
const mostNames = 100;

export function alarms(connection: Connection): Alarms {
  const clientIn = clientPerRegion((region) => new CloudWatchClient(connection.settings(region)));
  return {
    describe: (names, region) =>
      looking('cloudwatch:DescribeAlarms', () => describe(clientIn(region), names)),
    contributorsInAlarm: (alarmName, region) =>
      looking<readonly ContributorInAlarm[]>(
        'cloudwatch:DescribeAlarmContributors',
        () => contributors(clientIn(region), alarmName),
        (thrown) => (nameOf(thrown).startsWith('ResourceNotFound') ? known([]) : null),
      ),
  };
}

async function describe(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<readonly AlarmDescription[]> {
  const found: AlarmDescription[] = [];
  for (let from = 0; from < names.length; from += mostNames) {
    const command = new DescribeAlarmsCommand({
      AlarmNames: names.slice(from, from + mostNames),
      AlarmTypes: types,
      MaxRecords: mostNames,
    });
    const { MetricAlarms, CompositeAlarms, LogAlarms } = await client.send(command);
    found.push(...(MetricAlarms ?? []).map(metricAlarmOf));
    found.push(...(CompositeAlarms ?? []).map(compositeAlarmOf));
    found.push(...(LogAlarms ?? []).map(logAlarmOf));
  }
  return found;
}

async function contributors(
  client: CloudWatchClient,
  AlarmName: string,
): Promise<readonly ContributorInAlarm[]> {
  const found: AlarmContributor[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeAlarmContributorsCommand({ AlarmName, ...given({ NextToken }) });
    const page = await client.send(command);
    found.push(...(page.AlarmContributors ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found.map((one) => ({
    id: one.ContributorId ?? '',
    attributes: one.ContributorAttributes ?? {},
    ...given({ reason: one.StateReason, at: one.StateTransitionedTimestamp?.toISOString() }),
  }));
}
