/** An HTTP request as the SDK hands it to its `requestHandler`; `body` may be text, bytes or an adapter of bytes. */
export type WireRequest = {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: { readonly [name: string]: string | readonly string[] | null };
  readonly headers: { readonly [name: string]: string };
  readonly body?: unknown;
};

export type WireResponse = {
  readonly statusCode: number;
  readonly headers: { [name: string]: string };
  readonly body: Uint8Array;
};

/** The request's body as text. */
export function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  // Not `Buffer.from`: it asks for `valueOf`, which the SDK's own adapter answers with a warning.
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('the local cloud cannot read a streamed request body');
}

export function header(request: WireRequest, name: string): string | undefined {
  const found = Object.entries(request.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

/** The service a request was signed for: `sns` in `Credential=AKID/20261123/eu-west-1/sns/aws4_request`. */
export function signedFor(request: WireRequest): { region?: string; service?: string } {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(
    header(request, 'authorization') ?? '',
  );
  return { ...(scope?.[1] && scope[2] ? { region: scope[1], service: scope[2] } : {}) };
}
