import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect } from '@jest/globals';
import { systemClock } from '../../shared/world/clock.ts';
import { connection } from '../../shared/world/connection.ts';
import { secrets } from '../../shared/world/secrets.ts';
import { stackOutputs } from '../../shared/world/stacks.ts';
import type { Clause } from './contract.ts';
import { settings } from './place.ts';

/** Logs, alarms, secrets and stacks. */
export function aboutSignals(clause: Clause): void {
  const aws = () => connection({ ...settings, clock: systemClock });

  clause('the last lines of a log come oldest first', async ({ world }) => {
    const logs = new CloudWatchLogsClient(settings);
    const stream = { logGroupName: '/ecs/report', logStreamName: 'ecs/app/1' };
    await logs.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
    await logs.send(new CreateLogStreamCommand(stream));
    const timestamp = Date.now();
    const logEvents = ['one', 'two', 'three'].map((message, index) => ({
      message,
      timestamp: timestamp + index,
    }));
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));

    expect(await world.logs.tail('/ecs/report', 'ecs/app/1', 2)).toEqual({
      known: true,
      value: ['two', 'three'],
    });
  });

  clause(
    'a log group that is not there cannot be looked at, and which it is',
    async ({ world }) => {
      expect(await world.logs.tail('/ecs/nobody', 'ecs/app/1', 2)).toEqual({
        known: false,
        why: 'log group /ecs/nobody does not exist',
      });
    },
  );

  clause('alarms are described by name, those that are not there left out', async ({ world }) => {
    const cloudWatch = new CloudWatchClient(settings);
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'cpu-high',
        Namespace: 'AWS/ECS',
        MetricName: 'CPUUtilization',
        Dimensions: [{ Name: 'ClusterName', Value: 'prod' }],
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: 80,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );

    const alarms = await world.alarms.describe(['cpu-high', 'nobody'], settings.region);

    expect(alarms).toMatchObject({ known: true, value: [{ alarmName: 'cpu-high' }] });
  });

  clause('a parameter is read decrypted', async () => {
    const ssm = new SSMClient(settings);
    const Name = '/deckhand/contract';
    await ssm.send(new PutParameterCommand({ Name, Type: 'SecureString', Value: 'xoxb-1' }));

    const read = await secrets(aws()).use(
      { parameter: Name },
      async (secret) => secret,
      () => false,
    );

    expect(read).toBe('xoxb-1');
  });

  clause('a secret is read, and one key of it', async () => {
    const manager = new SecretsManagerClient(settings);
    const SecretString = JSON.stringify({ token: 'xoxb-2' });
    await manager.send(new CreateSecretCommand({ Name: 'deckhand/contract', SecretString }));

    const read = await secrets(aws()).use(
      { secret: 'deckhand/contract', jsonKey: 'token' },
      async (secret) => secret,
      () => false,
    );

    expect(read).toBe('xoxb-2');
  });

  clause('a stack that does not exist is known to be none', async () => {
    expect(await stackOutputs(aws(), 'deckhand-nobody')).toEqual({ known: true, value: null });
  });
}
