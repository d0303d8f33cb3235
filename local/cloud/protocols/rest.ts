import { signedFor, textOf, type WireRequest } from '../http.ts';
import { readJson, respond, toJson } from './json.ts';
import type { WireCall } from './types.ts';

type Route = {
  readonly service: string;
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
  /** What the part of the path in brackets is called. */
  readonly named?: string;
};

const schedule = { service: 'scheduler', path: /^\/schedules\/([^/]+)$/, named: 'Name' };
const batch = (action: string): Route => ({
  service: 'batch',
  method: 'POST',
  path: new RegExp(`^/v1/${action.toLowerCase()}$`),
  action,
});

/** The REST-JSON services that Deckhand talks to. */
const routes: readonly Route[] = [
  { service: 'scheduler', method: 'GET', path: /^\/schedules$/, action: 'ListSchedules' },
  { ...schedule, method: 'GET', action: 'GetSchedule' },
  { ...schedule, method: 'POST', action: 'CreateSchedule' },
  { ...schedule, method: 'PUT', action: 'UpdateSchedule' },
  { ...schedule, method: 'DELETE', action: 'DeleteSchedule' },
  ...['DescribeJobDefinitions', 'DescribeJobQueues', 'ListJobs', 'DescribeJobs'].map(batch),
  {
    service: 'lambda',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/?$/,
    action: 'ListFunctions',
  },
  {
    service: 'lambda',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)$/,
    action: 'GetFunction',
    named: 'FunctionName',
  },
];

/** Query parameters whose name differs from the input's member. */
const members: { readonly [queryName: string]: string } = {
  groupName: 'GroupName',
  clientToken: 'ClientToken',
  ScheduleGroup: 'GroupName',
};

/** REST-JSON: the action in method and path, or `null` where no route fits. */
export function readRestCall(request: WireRequest): WireCall | null {
  for (const { service, method, path, action, named } of routes) {
    const match = request.method === method ? path.exec(request.path) : null;
    if (!match) continue;
    const part = match[1];
    const name =
      part === undefined || named === undefined ? {} : { [named]: decodeURIComponent(part) };
    return {
      service,
      action,
      input: { ...readJson(textOf(request.body)), ...readQuery(request), ...name },
      region: signedFor(request).region ?? '',
      answer: (output, requestId) =>
        respond(200, toJson(output), { contentType: 'application/json', requestId }),
      refuse(error, requestId) {
        const body = toJson({ Message: error.message, ...error.body });
        const response = respond(error.status, body, {
          contentType: 'application/json',
          requestId,
        });
        return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } };
      },
    };
  }
  return null;
}

function readQuery(request: WireRequest): { [member: string]: string } {
  const input: { [member: string]: string } = {};
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (typeof value === 'string') input[members[name] ?? name] = value;
  }
  return input;
}
