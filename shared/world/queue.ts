import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Unavailable } from '../core/errors.ts';
import type { Connection } from './connection.ts';
import { relying } from './failures.ts';

/** Sends to the stack's own queues. Throws `Unavailable` when a message was not taken. */
export type Send = (
  message: Omit<SendMessageCommandInput, 'MessageBody'> & { readonly body: unknown },
) => Promise<void>;

/** Every queue takes this much at least; larger ones are an option that we do not rely on. */
export const maxMessageBytes = 256 * 1_024;

/** Keeps messages that were received from being delivered again for so long. */
type Hide = (queueUrl: string, receiptHandles: readonly string[], seconds: number) => Promise<void>;

export type Queues = { readonly send: Send; readonly hide: Hide };

export function queues(connection: Connection): Queues {
  // The queues are the stack's own: AWS_ENDPOINT_URL leads to them, and the host in their URLs may not.
  const client = new SQSClient({ ...connection.settings(), useQueueUrlAsEndpoint: false });
  return {
    async send({ body, ...message }) {
      const command = new SendMessageCommand({ ...message, MessageBody: bodyOf(body) });
      await relying('sqs:SendMessage', () => client.send(command));
    },
    async hide(QueueUrl, receiptHandles, VisibilityTimeout) {
      const command = new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: receiptHandles.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout,
        })),
      });
      const answer = await relying('sqs:ChangeMessageVisibility', () => client.send(command));
      const [failed] = answer.Failed ?? [];
      if (failed) throw new Unavailable(`sqs:ChangeMessageVisibility failed: ${failed.Message}`);
    },
  };
}

/** JSON, with the two characters that SQS does not take (and JSON does not escape) written as escapes. */
export const bodyOf = (body: unknown): string =>
  JSON.stringify(body).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');

export const bytesOf = (body: unknown): number => Buffer.byteLength(bodyOf(body));
