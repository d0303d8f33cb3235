import { signedFor, textOf, type WireRequest } from '../http.ts';
import type { Body } from '../types.ts';
import { respond } from './json.ts';
import type { WireCall } from './types.ts';
import { toXml } from './xml.ts';

/** The query protocol of SNS and STS: a form in, XML out; `null` where the body is no such form. */
export function readQueryCall(request: WireRequest): WireCall | null {
  const form = new URLSearchParams(textOf(request.body));
  const action = form.get('Action');
  if (action === null) return null;
  const { service = request.hostname.split('.')[0] ?? '', region = '' } = signedFor(request);
  return {
    service,
    action,
    input: readForm(form),
    region,
    answer(output, requestId) {
      const result = { [`${action}Result`]: output, ResponseMetadata: { RequestId: requestId } };
      return respondXml(200, { [`${action}Response`]: result }, requestId);
    },
    refuse(error, requestId) {
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const reason = { Type: type, Code: error.code, Message: error.message, ...error.body };
      const body = { ErrorResponse: { Error: reason, RequestId: requestId } };
      return respondXml(error.status, body, requestId);
    },
  };
}

const respondXml = (status: number, body: Body, requestId: string) =>
  respond(status, toXml(body), { contentType: 'text/xml', requestId });

type Tree = { [name: string]: Tree | string };

/** Turns `Tags.member.1.Key=a` into `{Tags: [{Key: 'a'}]}`, and `entry.1.key`/`.value` into a record. */
function readForm(form: URLSearchParams): Body {
  const tree: Tree = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') plant(tree, name.split('.'), value);
  }
  const input = harvest(tree);
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

function plant(tree: Tree, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const below = tree[head];
  const branch: Tree = typeof below === 'object' ? below : {};
  tree[head] = branch;
  plant(branch, rest, value);
}

function harvest(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  const { member, entry } = tree;
  if (typeof member === 'object') return Object.values(member).map(harvest);
  if (typeof entry === 'object') return Object.fromEntries(Object.values(entry).map(harvestEntry));
  return Object.fromEntries(Object.entries(tree).map(([name, below]) => [name, harvest(below)]));
}

function harvestEntry(entry: Tree | string): [string, unknown] {
  if (typeof entry === 'string') return [entry, ''];
  const key = entry.Name ?? entry.key;
  return [typeof key === 'string' ? key : '', harvest(entry.Value ?? entry.value ?? '')];
}
