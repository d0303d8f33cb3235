import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import type { Connection } from './connection.ts';
import { relying } from './failures.ts';

/** Sends to the stack's own queues. Throws `Unavailable` when a message was not taken. */
export type Send = (
  message: Omit<SendMessageCommandInput, 'MessageBody'> & { readonly body: unknown },
) => Promise<void>;

/** Every queue takes this much at least; larger ones are an option that we do not rely on. */
export const maxMessageBytes = 256 * 1_024;

export function queues(connection: Connection): Send {
  // The queues are the stack's own: AWS_ENDPOINT_URL leads to them, and the host in their URLs may not.
  const client = new SQSClient({ ...connection.settings(), useQueueUrlAsEndpoint: false });
  return async ({ body, ...message }) => {
    const command = new SendMessageCommand({ ...message, MessageBody: bodyOf(body) });
    await relying('sqs:SendMessage', () => client.send(command));
  };
}

/** JSON, with the two characters that SQS does not take (and JSON does not escape) written as escapes. */
export const bodyOf = (body: unknown): string =>
  JSON.stringify(body).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');

export const bytesOf = (body: unknown): number => Buffer.byteLength(bodyOf(body));
