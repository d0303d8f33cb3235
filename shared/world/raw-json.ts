import { BadInput } from '../core/errors.ts';
import type { Json } from '../core/json.ts';

type JsonObject = { readonly [field: string]: Json | undefined };

/** What a command of any client has: steps that a request and its answer go through. */
type Stack = {
  readonly middlewareStack: {
    readonly add: (middleware: never, options: never) => void;
  };
};

type Next = (args: object) => Promise<{ response: unknown; output?: unknown }>;
type Middleware = (next: Next) => (args: object) => Promise<{ response: unknown }>;

/**
 * The SDK's serializer drops every field that its own version does not know, on the way in and on the way out, without
 * a word (seen with client-ecs 3.1164). These two keep what is on the wire.
 */
export function keepAnswer(command: Stack): () => JsonObject {
  let answer: JsonObject = {};
  add(command, 'deserialize', 'keepAnswer', (next) => async (args) => {
    const result = await next(args);
    const { response } = result;
    if (!isResponse(response) || response.statusCode >= 300) return result;
    const bytes = await bytesOf(response.body);
    answer = objectIn(new TextDecoder().decode(bytes));
    response.body = bytes;
    return result;
  });
  return () => answer;
}

/** Has the command send `body`, and not what the serializer would make of its input. The signature covers it. */
export function sendInstead(command: Stack, body: JsonObject): void {
  add(command, 'serialize', 'sendInstead', (next) => (args) => {
    if ('request' in args && isRequest(args.request)) args.request.body = JSON.stringify(body);
    return next(args);
  });
}

function add(command: Stack, step: string, name: string, middleware: Middleware): void {
  // A middleware's type names its command's input and output; these two look at neither.
  command.middlewareStack.add(middleware as never, { step, name, priority: 'low' } as never);
}

type Response = { readonly statusCode: number; body: unknown };
type Request = { body?: unknown };

const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' && value !== null && 'statusCode' in value && 'body' in value;

const isRequest = (value: unknown): value is Request =>
  typeof value === 'object' && value !== null && 'headers' in value;

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (!isStream(body)) throw new BadInput('the answer has no body');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

function objectIn(text: string): JsonObject {
  const value: JsonObject | null = JSON.parse(text);
  return value ?? {};
}
