import type { Body } from '../../local/cloud/types.ts';
import type { RequestHandler } from '../../shared/world/connection.ts';

/** A request as it left the SDK. `action` is `ecs:RunTask`; REST APIs say `GET scheduler/schedules`. */
export type Sent = {
  readonly action: string;
  readonly host: string;
  readonly body: Body;
  readonly query: { readonly [name: string]: unknown };
};

export type Reply = {
  readonly status?: number;
  readonly body?: Body | string;
  readonly headers?: { readonly [name: string]: string };
};

type Request = {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: { readonly [name: string]: unknown };
  readonly headers: { readonly [name: string]: string };
  readonly body?: unknown;
};

/** What AWS says when it refuses: a JSON body with the exception's name. */
export const refusing = (name: string, message: string, status = 400): Reply => ({
  status,
  body: { __type: name, message },
});

/**
 * Stands below the SDK's clients: keeps what they send, and answers each with what `answer` says. An `Error`
 * thrown by `answer` is the network failing.
 */
export function wire(answer: (sent: Sent, count: number) => Reply | Promise<Reply>): {
  readonly sent: readonly Sent[];
  readonly requestHandler: RequestHandler;
} {
  const sent: Sent[] = [];
  const handle = async (request: Request) => {
    const seen = read(request);
    sent.push(seen);
    const { status = 200, body = {}, headers = {} } = await answer(seen, sent.length);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/xml' : 'application/x-amz-json-1.1';
    return {
      response: {
        statusCode: status,
        headers: { 'content-type': type, ...headers },
        body: Buffer.from(text),
      },
    };
  };
  return { sent, requestHandler: { handle } };
}

function read(request: Request): Sent {
  const { hostname: host, headers, query = {} } = request;
  const service = host.split('.')[0] ?? '';
  const text = request.body === undefined ? '' : textOf(request.body);
  const operation = headers['x-amz-target']?.split('.').at(-1);
  if (operation) return { action: `${service}:${operation}`, host, body: JSON.parse(text), query };
  const form = new URLSearchParams(text);
  const called = form.get('Action');
  if (called)
    return { action: `${service}:${called}`, host, body: Object.fromEntries(form), query };
  const body = text.startsWith('{') ? JSON.parse(text) : {};
  return { action: `${request.method} ${service}${request.path}`, host, body, query };
}

/** The SDK's bodies are text, or bytes that want to be read as bytes: it warns of their being used as text. */
const textOf = (body: unknown): string =>
  ArrayBuffer.isView(body)
    ? new TextDecoder().decode(new Uint8Array(body.buffer, body.byteOffset, body.byteLength))
    : String(body);
