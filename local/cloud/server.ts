import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Cloud } from './cloud.ts';
import type { WireRequest } from './http.ts';

/** How often virtual time catches up with real time. */
const tickMs = 200;

/**
 * Serves a cloud over HTTP, for the `aws` command line and for people who look around; Slack's Web API is under
 * `/api/`. Everybody who asks is the operator. While it listens, virtual time follows real time, `speed` times as
 * fast (0: it stands still); what fails in the cloud meanwhile is handed to `onError`.
 */
export function createCloudServer(
  cloud: Cloud,
  options: { readonly speed?: number; readonly onError?: (error: unknown) => void } = {},
): Server {
  const { speed = 1, onError = (error) => console.error(error) } = options;
  const server = createServer((request, response) => {
    answer(cloud, request, response).catch((error: unknown) => {
      onError(error);
      response.writeHead(500).end();
    });
  });
  server.on('listening', () => {
    if (speed === 0) return;
    const stop = follow(cloud, speed, onError);
    server.on('close', stop);
  });
  return server;
}

/** Lets virtual time pass as real time does; answers how to stop it. */
function follow(cloud: Cloud, speed: number, onError: (error: unknown) => void): () => void {
  let last = performance.now();
  let isOver = false;

  async function tick(): Promise<void> {
    const now = performance.now();
    const passedMs = now - last;
    last = now;
    await cloud.time.pass(Math.floor(passedMs * speed)).catch(onError);
    if (!isOver) timer = setTimeout(tick, tickMs);
  }

  let timer = setTimeout(tick, tickMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function answer(
  cloud: Cloud,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  if (request.path.startsWith('/api/')) return answerAsSlack(cloud, request, response);
  const answered = await cloud.gateway.handlerFor(cloud.operator).handle(request);
  response.writeHead(answered.response.statusCode, answered.response.headers);
  response.end(answered.response.body);
}

async function answerAsSlack(
  cloud: Cloud,
  { path, headers, body }: WireRequest & { readonly body: Uint8Array<ArrayBuffer> },
  response: ServerResponse,
): Promise<void> {
  const send = cloud.slack.fetchFor(cloud.operator);
  const answered = await send(`http://slack.local${path}`, { method: 'POST', headers, body });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(await answered.text());
}

async function readRequest(
  incoming: IncomingMessage,
): Promise<WireRequest & { readonly body: Uint8Array<ArrayBuffer> }> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    method: incoming.method ?? 'GET',
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}
