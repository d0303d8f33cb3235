import { header, signedFor, textOf, type WireRequest } from '../http.ts';
import { respond, toJson } from './json.ts';
import type { WireCall } from './types.ts';

/** Lambda's one action here, `Invoke`: the payload is the body, and the rest stands in path and headers. */
export function readInvokeCall(request: WireRequest): WireCall | null {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path) ?? [];
  if (request.method !== 'POST' || name === undefined) return null;
  const contentType = 'application/json';
  return {
    service: 'lambda',
    action: 'Invoke',
    input: {
      FunctionName: decodeURIComponent(name),
      InvocationType: header(request, 'x-amz-invocation-type') ?? 'RequestResponse',
      Payload: textOf(request.body),
    },
    region: signedFor(request).region ?? '',
    answer: ({ StatusCode }, requestId) =>
      respond(Number(StatusCode), '', { contentType, requestId }),
    refuse(error, requestId) {
      const body = toJson({ Type: 'User', Message: error.message });
      const response = respond(error.status, body, { contentType, requestId });
      return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } };
    },
  };
}
