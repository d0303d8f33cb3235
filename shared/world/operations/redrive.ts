import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Redriven } from '../../core/operations.ts';
import { asking } from '../failures.ts';
import type { QueueUrls } from './index.ts';

/** Long enough to send a message on and to delete it; one that cannot be put back shows again after it. */
const visibilitySeconds = 60;

/**
 * Puts dead letters back: a notice to the `notices` queue, a call to the queue that it came from, and an event that
 * Lambda gave up to the function that had it. What nobody could read stays, and is counted as left: there is no telling whose it is. A message is deleted only once it has been sent: broken off, it is delivered twice
 * rather than never, and every delivery is idempotent.
 */
export async function redrive(
  clients: Clients,
  urls: QueueUrls,
  limit: number,
): Promise<Redriven[]> {
  const calls = (source: string | undefined) =>
    source === queueIn(urls.cleanup) ? urls.cleanup : urls.later;
  const notices = () => urls.notices;
  return [
    await drain(clients, { queue: 'failed', from: urls.failed, to: calls, limit }),
    await drain(clients, { queue: 'undelivered', from: urls.undelivered, to: notices, limit }),
  ];
}

export type Clients = { readonly sqs: SQSClient; readonly lambda: LambdaClient };

type Drain = {
  readonly queue: string;
  readonly from: string;
  /** Where a message goes back to, by the name of the queue that gave it up. */
  readonly to: (source: string | undefined) => string;
  readonly limit: number;
};

async function drain(clients: Clients, { queue, from, to, limit }: Drain): Promise<Redriven> {
  let putBack = 0;
  let left = 0;
  while (putBack + left < limit) {
    const messages = await receive(clients.sqs, from, Math.min(10, limit - putBack - left));
    if (messages.length === 0) break;
    for (const message of messages) {
      if (await isPutBack(clients, message, to)) {
        await remove(clients.sqs, from, message);
        putBack += 1;
      } else left += 1;
    }
  }
  return { queue, putBack, left };
}

async function isPutBack(
  { sqs, lambda }: Clients,
  message: Message,
  to: Drain['to'],
): Promise<boolean> {
  const letter = letterIn(message.Body);
  switch (letter.kind) {
    case 'unreadable':
      return false;
    case 'message':
      await resend(sqs, message, to(queueIn(message.Attributes?.DeadLetterQueueSourceArn)));
      return true;
    case 'event':
      await invoke(lambda, letter.functionArn, letter.event);
      return true;
  }
}

/** The name at the end of a queue's ARN or URL. */
const queueIn = (reference: string | undefined): string | undefined =>
  reference?.split(/[:/]/).at(-1);

type Letter =
  | { readonly kind: 'message' | 'unreadable' }
  | { readonly kind: 'event'; readonly functionArn: string; readonly event: unknown };

/** Lambda's record of an event it gave up. Source: Lambda developer guide, invocation-async-retain-records. */
const InvocationRecord = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown(),
});
/** Our own kinds of message: a call, a notice, and the wake-up of an incident in which something is to be told. */
const Queued = z.union([
  z.object({ call: z.unknown(), at: z.string() }),
  z.object({ notice: z.unknown() }),
  z.object({ wake: z.string() }),
]);

function letterIn(body = ''): Letter {
  const read = parsed(body);
  const record = InvocationRecord.safeParse(read);
  if (record.success) {
    const { requestContext, requestPayload } = record.data;
    return { kind: 'event', functionArn: requestContext.functionArn, event: requestPayload };
  }
  return { kind: Queued.safeParse(read).success ? 'message' : 'unreadable' };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** As EventBridge would: nobody waits for the answer, and Lambda tries again by itself. */
async function invoke(client: LambdaClient, functionArn: string, event: unknown): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: functionArn,
    InvocationType: 'Event',
    Payload: Buffer.from(JSON.stringify(event)),
  });
  await asking('lambda:InvokeFunction', () => client.send(command));
}

async function receive(client: SQSClient, url: string, most: number): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: most,
    VisibilityTimeout: visibilitySeconds,
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: [
      'MessageGroupId',
      'MessageDeduplicationId',
      'DeadLetterQueueSourceArn',
    ],
  });
  const { Messages = [] } = await asking('sqs:ReceiveMessage', () => client.send(command));
  return Messages;
}

async function resend(
  client: SQSClient,
  { Body, Attributes = {}, MessageId }: Message,
  to: string,
): Promise<void> {
  const { MessageGroupId } = Attributes;
  const command = new SendMessageCommand({
    QueueUrl: to,
    MessageBody: Body,
    // Not the old deduplication id: within five minutes SQS would take the message and drop it.
    ...(MessageGroupId ? { MessageGroupId, MessageDeduplicationId: `redrive-${MessageId}` } : {}),
  });
  await asking('sqs:SendMessage', () => client.send(command));
}

async function remove(client: SQSClient, url: string, { ReceiptHandle }: Message): Promise<void> {
  const command = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle });
  await asking('sqs:DeleteMessage', () => client.send(command));
}
