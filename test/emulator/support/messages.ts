import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { policyFor } from '../../support/topics.ts';
import type { Aws } from './aws.ts';

/** A queue that hears what is published to the topic; answers how to look what came so far. */
export async function subscribe(
  aws: Aws,
  topicArn: string,
  name: string,
): Promise<() => Promise<readonly string[]>> {
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const queueArn = Attributes?.QueueArn;
  const Policy = policyFor(topicArn, queueArn);
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await aws.sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }),
  );
  const told: string[] = [];
  return async () => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      told.push(textOf(Body));
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return told;
  };
}

/** What the message says, on one line: mails break theirs anywhere. */
function textOf(body: string): string {
  const { Message }: { readonly Message: string } = JSON.parse(body);
  return Message.replaceAll(/\s+/g, ' ');
}
