import { signedFor, textOf, type WireRequest } from '../http.ts';
import { readJson, respond, toJson } from './json.ts';
import type { WireCall } from './types.ts';

type Route = { readonly method: string; readonly path: RegExp; readonly action: string };

/** EventBridge Scheduler is the one REST-JSON service that Deckhand talks to. */
const routes: readonly Route[] = [
  { method: 'GET', path: /^\/schedules$/, action: 'ListSchedules' },
  { method: 'GET', path: /^\/schedules\/([^/]+)$/, action: 'GetSchedule' },
  { method: 'POST', path: /^\/schedules\/([^/]+)$/, action: 'CreateSchedule' },
  { method: 'PUT', path: /^\/schedules\/([^/]+)$/, action: 'UpdateSchedule' },
  { method: 'DELETE', path: /^\/schedules\/([^/]+)$/, action: 'DeleteSchedule' },
];

/** Query parameters whose name differs from the input's member. */
const members: { readonly [queryName: string]: string } = {
  groupName: 'GroupName',
  clientToken: 'ClientToken',
  ScheduleGroup: 'GroupName',
};

/** REST-JSON: the action in method and path, or `null` where no route fits. */
export function readRestCall(request: WireRequest): WireCall | null {
  for (const { method, path, action } of routes) {
    const match = request.method === method ? path.exec(request.path) : null;
    if (!match) continue;
    const name = match[1] === undefined ? {} : { Name: decodeURIComponent(match[1]) };
    return {
      service: 'scheduler',
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
