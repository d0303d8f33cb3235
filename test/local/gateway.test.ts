import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FaultKind } from '../../local/cloud/faults.ts';
import { aCloud, clientOf } from './support/cloud.ts';

const statusOf = (error: unknown): unknown => {
  const parsed = z.object({ $metadata: z.object({ httpStatusCode: z.number().optional() }) });
  return parsed.parse(error).$metadata.httpStatusCode;
};

const seen = (error: unknown): unknown =>
  error instanceof Error && '$metadata' in error ? [error.name, error.$metadata] : error;

describe('a fault', () => {
  test.each<[FaultKind, string, number | undefined]>([
    ['throttle', 'ThrottlingException', 400],
    ['server-error', 'InternalFailure', 500],
    ['deny', 'AccessDeniedException', 400],
    ['network', 'TimeoutError', undefined],
  ])('%s reaches the SDK as %s, once', async (kind, name, httpStatusCode) => {
    const cloud = await aCloud();
    const dynamodb = new DynamoDBClient(clientOf(cloud));
    cloud.faults.next({ service: 'dynamodb', action: 'ListTables', kind });

    const first: unknown = await dynamodb.send(new ListTablesCommand({})).catch((error) => error);
    const second = await dynamodb.send(new ListTablesCommand({}));

    expect(first).toMatchObject({ name });
    expect(statusOf(first)).toBe(httpStatusCode);
    expect(second.TableNames).toEqual(['small-dev-Table']);
    expect(cloud.calls.map(({ outcome }) => outcome)).toEqual([
      kind === 'network' ? 'network' : name,
      'ok',
    ]);
  });

  test('throttling is called by the name that each service gives it', async () => {
    const cloud = await aCloud();
    cloud.faults.next({ kind: 'throttle', times: 3 });
    const client = clientOf(cloud);

    const sns: unknown = await new SNSClient(client).send(new ListTopicsCommand({})).catch(seen);
    const sqs: unknown = await new SQSClient(client).send(new ListQueuesCommand({})).catch(seen);
    const scheduler = await new SchedulerClient(client)
      .send(
        new CreateScheduleCommand({
          Name: 'x',
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: 'a', RoleArn: 'b' },
        }),
      )
      .catch(seen);

    expect([sns, sqs, scheduler]).toMatchObject([
      ['ThrottledException', { httpStatusCode: 429 }],
      ['RequestThrottled', { httpStatusCode: 403 }],
      ['ThrottlingException', { httpStatusCode: 429 }],
    ]);
  });

  test('a lost answer does not undo the call', async () => {
    const cloud = await aCloud();
    const TopicArn = cloud.sns.createTopic('news');
    cloud.faults.next({ service: 'sns', kind: 'lost-answer' });

    const publishing = new SNSClient(clientOf(cloud)).send(
      new PublishCommand({ TopicArn, Message: 'x' }),
    );

    await expect(publishing).rejects.toThrow('socket hang up');
    expect(cloud.sns.published).toHaveLength(1);
  });

  test('by chance strikes about as often as it should, the same way for the same seed', async () => {
    const story = async (): Promise<string[]> => {
      const cloud = await aCloud();
      cloud.faults.sometimes({ service: 'sqs', kind: 'server-error', probability: 0.25 });
      for (let index = 0; index < 200; index += 1) {
        await cloud.gateway.call(cloud.operator, 'sqs', 'ListQueues', {}).catch(() => undefined);
      }
      return cloud.calls.map(({ outcome }) => outcome);
    };

    const [first, second] = [await story(), await story()];

    const struck = first.filter((outcome) => outcome !== 'ok').length;
    expect(second).toEqual(first);
    expect(struck).toBeGreaterThan(30);
    expect(struck).toBeLessThan(70);
  });

  test('at Slack is HTTP 429 with Retry-After', async () => {
    const cloud = await aCloud();
    cloud.slack.channels.add('#ops');
    cloud.slack.retryAfterSeconds = 7;
    cloud.faults.next({ service: 'slack', action: 'chat.postMessage', kind: 'throttle' });
    const slack = new WebClient('xoxb-1', {
      fetch: cloud.slack.fetchFor(cloud.operator),
      rejectRateLimitedCalls: true,
    });

    const posting = slack.chat.postMessage({ channel: '#ops', text: 'x' });

    await expect(posting).rejects.toMatchObject({ retryAfter: 7 });
  });
});

describe('CloudTrail', () => {
  const registered = {
    family: 'report',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'app' }],
  };
  const subnets = { 'subnet-a': { availabilityZone: 'eu-west-1a' } };
  const launch = {
    cluster: 'prod',
    taskDefinition: 'report',
    startedBy: 'me',
    launchType: 'FARGATE' as const,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
  };

  test('tells of a RunTask call a minute later, in its own letter case', async () => {
    const cloud = await aCloud({}, { subnets });
    await cloud.gateway.call(cloud.operator, 'ecs', 'CreateCluster', { clusterName: 'prod' });
    await cloud.gateway.call(cloud.operator, 'ecs', 'RegisterTaskDefinition', registered);
    await cloud.time.pass(120_000);
    const before = cloud.bus.events.length;

    await new ECSClient(clientOf(cloud)).send(new RunTaskCommand(launch));
    await cloud.time.pass(59_000);
    const early = cloud.bus.events.slice(before).filter(isFromCloudTrail);
    await cloud.time.pass(1_000);
    const [event] = cloud.bus.events.slice(before).filter(isFromCloudTrail);

    expect(early).toEqual([]);
    expect(event?.source).toBe('aws.ecs');
    expect(event?.detail).toMatchObject({
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RunTask',
      eventTime: '2026-03-02T09:02:00Z',
      userIdentity: { arn: 'arn:aws:sts::123456789012:assumed-role/operator/operator' },
      requestParameters: launch,
      responseElements: { tasks: [{ createdAt: 'Mar 2, 2026, 9:02:00 AM' }], failures: [] },
    });
  });

  test('tells of a refusal, with its code and words', async () => {
    const cloud = await aCloud();

    const refused = cloud.gateway.call(cloud.operator, 'ecs', 'RunTask', {
      taskDefinition: 'none',
    });
    await refused.catch(() => undefined);
    await cloud.time.pass(60_000);

    expect(cloud.bus.events.filter(isFromCloudTrail).map(({ detail }) => detail)).toMatchObject([
      {
        eventName: 'RunTask',
        errorCode: cloud.calls[0]?.outcome,
        errorMessage: expect.any(String),
        responseElements: null,
      },
    ]);
  });

  test('says nothing of reads and of data', async () => {
    const cloud = await aCloud();
    const TopicArn = cloud.sns.createTopic('news');

    await cloud.gateway.call(cloud.operator, 'sns', 'Publish', { TopicArn, Message: 'x' });
    await cloud.gateway.call(cloud.operator, 'ecs', 'ListClusters', {});
    await cloud.time.pass(120_000);

    expect(cloud.bus.events).toEqual([]);
  });
});

const isFromCloudTrail = (event: { readonly 'detail-type': string }): boolean =>
  event['detail-type'] === 'AWS API Call via CloudTrail';
