import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** MiniStack, as somebody sees it who may do everything: its account and region are those of `test/events`. */
export type Aws = ReturnType<typeof aws>;

export const region = 'eu-west-1';

export function aws(endpoint = process.env.MINISTACK_URL) {
  if (!endpoint) throw new Error('Run this suite with: npm run test:emulator');
  const settings = {
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    endpoint,
    cloudFormation: new CloudFormationClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ecr: new ECRClient(settings),
    ecs: new ECSClient(settings),
    eventBridge: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    scheduler: new SchedulerClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
  };
}

const pollMs = 250;
/** As many characters from the end: the newest message, for example. */
const shownOfLast = 2_000;

/**
 * Looks until there is something to see. The emulator works in real time, on a machine that may be busy: the deadline is
 * there for what never comes.
 *
 * @throws an error that says what was waited for and what was there instead.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  withinMs = 300_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > deadline) {
      const last = JSON.stringify(seen).slice(-shownOfLast);
      throw new Error(`${what}: not within ${withinMs / 1000} s. Last seen: ${last}`);
    }
    await new Promise((done) => setTimeout(done, pollMs));
  }
}
