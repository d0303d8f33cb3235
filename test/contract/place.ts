import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { World } from '../../shared/core/world.ts';
import { systemClock } from '../../shared/world/clock.ts';
import { connect } from '../../shared/world/connect.ts';

/** What SDK clients of a test are made with. Where they go, says `AWS_ENDPOINT_URL`. */
export const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/** An AWS at an address, and Deckhand's world in it, with a table, queues and a topic of its own. */
export type Place = {
  readonly world: World;
  readonly queueUrls: { readonly [queue in 'later' | 'notices' | 'failed']: string };
  readonly topicArn: string;
  readonly network: Network;
};

/** A network that tasks can be started in. */
export type Network = { readonly subnets: string[]; readonly securityGroups: string[] };

export async function open(network: Network): Promise<Place> {
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const queue = async (QueueName: string, Attributes = {}): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const tableName = 'contract';
  await createTable(tableName);
  const queueUrls = {
    later: await queue('contract-later'),
    notices: await queue('contract-notices.fifo', { FifoQueue: 'true' }),
    failed: await queue('contract-failed'),
  };
  const sns = new SNSClient(settings);
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'contract' }));
  const world = connect({
    clock: systemClock,
    credentials: settings.credentials,
    env: {
      tableName,
      topicArn,
      region: settings.region,
      laterQueueUrl: queueUrls.later,
      cleanupQueueUrl: queueUrls.later,
      noticesQueueUrl: queueUrls.notices,
      failedQueueUrl: queueUrls.failed,
      undeliveredQueueUrl: queueUrls.failed,
    },
  });
  return { world, queueUrls, topicArn, network };
}

/** The stack's table, with what its adapters use of it. */
async function createTable(TableName: string): Promise<void> {
  const dynamodb = new DynamoDBClient(settings);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const isActive = async (): Promise<boolean> =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === 'ACTIVE';
  while (!(await isActive())) await new Promise((done) => setTimeout(done, 50));
}
