import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { aCloud, clientOf } from './support/cloud.ts';

const work = 'https://sqs.eu-west-1.amazonaws.com/123456789012/small-dev-Work';
const topic = 'arn:aws:sns:eu-west-1:123456789012:small-dev-Topic';

describe('the SDK talks to the local cloud', () => {
  test('SQS takes a message and gives it back once', async () => {
    const cloud = await aCloud();
    const sqs = new SQSClient(clientOf(cloud));

    await sqs.send(new SendMessageCommand({ QueueUrl: work, MessageBody: 'häuser' }));
    const first = await sqs.send(new ReceiveMessageCommand({ QueueUrl: work }));
    const second = await sqs.send(new ReceiveMessageCommand({ QueueUrl: work }));

    expect(first.Messages?.map(({ Body }) => Body)).toEqual(['häuser']);
    expect(second.Messages).toBeUndefined();
  });

  test('SQS refuses a longer delay than 15 minutes, one entry of a batch by itself', async () => {
    const cloud = await aCloud();
    const sqs = new SQSClient(clientOf(cloud));
    const Entries = [
      { Id: 'a', MessageBody: 'x', DelaySeconds: 900 },
      { Id: 'b', MessageBody: 'x', DelaySeconds: 901 },
    ];

    const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl: work, Entries }));
    const alone = sqs.send(
      new SendMessageCommand({ QueueUrl: work, MessageBody: 'x', DelaySeconds: 901 }),
    );

    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(answer.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([
      ['b', 'InvalidParameterValue'],
    ]);
    await expect(alone).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('an error arrives as the class that the SDK has for it', async () => {
    const cloud = await aCloud();
    const client = clientOf(cloud);

    const queue = new SQSClient(client).send(new GetQueueUrlCommand({ QueueName: 'none' }));
    const parameter = new SSMClient(client).send(new GetParameterCommand({ Name: '/none' }));
    const lines = new CloudWatchLogsClient(client).send(
      new GetLogEventsCommand({ logGroupName: 'none', logStreamName: 'none' }),
    );

    await expect(queue).rejects.toBeInstanceOf(QueueDoesNotExist);
    await expect(parameter).rejects.toBeInstanceOf(ParameterNotFound);
    await expect(lines).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test('SNS speaks XML: it publishes, lists and describes', async () => {
    const cloud = await aCloud();
    const sns = new SNSClient(clientOf(cloud));
    const MessageAttributes = { severity: { DataType: 'String', StringValue: 'error' } };

    const created = await sns.send(
      new CreateTopicCommand({ Name: 'more', Attributes: { DisplayName: 'A & B' } }),
    );
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn: topic,
        Subject: 'Ouch',
        Message: 'a <b> & "c"',
        MessageAttributes,
      }),
    );
    const { Topics } = await sns.send(new ListTopicsCommand({}));
    const { Attributes } = await sns.send(
      new GetTopicAttributesCommand({ TopicArn: created.TopicArn }),
    );

    expect(Topics?.map(({ TopicArn }) => TopicArn)).toEqual([topic, created.TopicArn]);
    expect(Attributes).toMatchObject({ DisplayName: 'A & B' });
    expect(cloud.sns.published).toMatchObject([
      {
        messageId: MessageId,
        subject: 'Ouch',
        message: 'a <b> & "c"',
        attributes: MessageAttributes,
      },
    ]);
  });

  test.each([
    ['100 characters', 'x'.repeat(100)],
    ['a line break', 'one\ntwo'],
    ['a character that is not ASCII', 'gebühr'],
  ])('SNS refuses a subject with %s', async (_what, Subject) => {
    const cloud = await aCloud();
    const sns = new SNSClient(clientOf(cloud));

    const publishing = sns.send(new PublishCommand({ TopicArn: topic, Subject, Message: 'x' }));

    await expect(publishing).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('SNS hands what is published on to the queues that subscribed', async () => {
    const cloud = await aCloud();
    const sns = new SNSClient(clientOf(cloud));
    const queue = cloud.queues.find('small-dev-Failed');

    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: queue.arn }));
    await sns.send(new PublishCommand({ TopicArn: topic, Subject: 'Ouch', Message: 'x' }));
    const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}));

    expect(Subscriptions).toMatchObject([
      { TopicArn: topic, Protocol: 'sqs', Endpoint: queue.arn },
    ]);
    expect(queue.messages.map(({ body }) => JSON.parse(body))).toMatchObject([
      { Type: 'Notification', TopicArn: topic, Subject: 'Ouch', Message: 'x' },
    ]);
  });

  test('SNS refuses who may not publish in its own words', async () => {
    const cloud = await aCloud();
    const requestHandler = cloud.gateway.handlerFor({
      name: 'worker',
      roleArn: 'arn:aws:iam::1:role/w',
    });
    const sns = new SNSClient(clientOf(cloud, requestHandler));

    const publishing = sns.send(new PublishCommand({ TopicArn: topic, Message: 'x' }));

    await expect(publishing).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(cloud.sns.published).toEqual([]);
  });

  test('STS tells who is asking', async () => {
    const cloud = await aCloud();

    const answer = await cloud.gateway.call(cloud.operator, 'sts', 'GetCallerIdentity', {});

    expect(answer).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/operator/operator',
    });
  });

  test('SSM shows a SecureString in the clear only if asked to', async () => {
    const cloud = await aCloud();
    const ssm = new SSMClient(clientOf(cloud));
    await ssm.send(new PutParameterCommand({ Name: '/t', Value: 'secret', Type: 'SecureString' }));

    const closed = await ssm.send(new GetParameterCommand({ Name: '/t' }));
    const open = await ssm.send(new GetParameterCommand({ Name: '/t', WithDecryption: true }));

    expect(closed.Parameter?.Value).not.toBe('secret');
    expect(open.Parameter?.Value).toBe('secret');
    expect(open.Parameter?.LastModifiedDate).toEqual(new Date(cloud.time.now()));
  });

  test('DynamoDB checks conditions, and shows the item that stood in the way', async () => {
    const cloud = await aCloud();
    const dynamodb = new DynamoDBClient(clientOf(cloud));
    const TableName = 'small-dev-Table';
    const Key = { pk: { S: 'a' } };
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, n: { N: '1' } } }));

    const refused = dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET n = :two',
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeValues: { ':two': { N: '2' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    const error: unknown = await refused.catch((thrown) => thrown);
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key }));

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { pk: { S: 'a' }, n: { N: '1' } } });
    expect(Item?.n).toEqual({ N: '1' });
  });

  test("Slack's own client posts, updates in place and is refused what Slack refuses", async () => {
    const cloud = await aCloud();
    const channel = cloud.slack.channels.add('#ops');
    const slack = new WebClient('xoxb-1', { fetch: cloud.slack.fetchFor(cloud.operator) });
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }];

    const posted = await slack.chat.postMessage({ channel: '#ops', text: 'one' });
    await slack.chat.update({ channel: channel.id, ts: posted.ts ?? '', text: 'two' });
    const tooLong = slack.chat.postMessage({ channel: '#ops', text: 'three', blocks });
    const nowhere = slack.chat.postMessage({ channel: '#none', text: 'four' });

    await expect(tooLong).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
    await expect(nowhere).rejects.toMatchObject({ data: { error: 'channel_not_found' } });
    expect(channel.messages).toMatchObject([{ text: 'two', edits: 1 }]);
  });
});
