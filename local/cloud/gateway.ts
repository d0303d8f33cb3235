import type { Attempt, Attempts } from './attempt.ts';
import { type Trace, traceEvent } from './cloudtrail.ts';
import type { WireRequest, WireResponse } from './http.ts';
import { accessDenied, type Statement, sessionArn } from './iam.ts';
import { createLife, type Life } from './life.ts';
import { createPermit, type Permit } from './permit.ts';
import { readCall } from './protocols/index.ts';
import {
  type ApiAction,
  ApiError,
  type Body,
  type Kernel,
  type Permission,
  type Principal,
  type Service,
} from './types.ts';

/** What the SDK's clients take as their `requestHandler`. */
export type RequestHandler = {
  readonly handle: (request: WireRequest) => Promise<{ response: WireResponse }>;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
};

/** Where all API calls come in: permission, faults, the record, the service itself, and CloudTrail. */
export type Gateway = {
  /** Calls an action as `principal`. Throws `ApiError` for what AWS refuses. */
  readonly call: (
    principal: Principal,
    service: string,
    action: string,
    input: Body,
  ) => Promise<Body>;
  readonly isAllowed: Permit['isAllowed'];
  readonly used: Permit['used'];
  /** Answers requests off the wire as `principal`, for as long as `life` lasts. */
  readonly handlerFor: (principal: Principal, life?: Life) => RequestHandler;
};

export function createGateway(parts: {
  readonly kernel: Kernel;
  readonly services: readonly Service[];
  /** The policy of a principal; `null` lets it do everything. */
  readonly statementsOf: (principal: Principal) => readonly Statement[] | null;
  readonly attempts: Attempts;
  readonly cloudTrailDelayMs: number;
}): Gateway {
  const { kernel } = parts;
  const permit = createPermit(parts.statementsOf);
  const services = new Map(parts.services.map((service) => [service.name, service]));

  function actionOf(service: string, action: string): ApiAction {
    const known = services.get(service)?.actions[action];
    if (known) return known;
    throw new ApiError('UnknownOperationException', `the local cloud has no ${service}:${action}`);
  }

  function authorize({ principal, service, action, input }: Attempt, isDenied: boolean): void {
    const usual: Permission = { action: `${service}:${action}`, resource: '*' };
    const wanted = actionOf(service, action).permissions?.(input, kernel) ?? [usual];
    if (isDenied) throw accessDenied(sessionArn(principal), wanted[0] ?? usual, 'denied');
    permit.demand(principal, wanted);
  }

  function trace(seen: Trace): void {
    const detail = traceEvent(seen, kernel);
    if (!detail) return;
    const source = `aws.${seen.service}`;
    const what = `CloudTrail tells of ${seen.service}:${seen.action}`;
    kernel.time.after(parts.cloudTrailDelayMs, what, () =>
      kernel.emit({ source, 'detail-type': 'AWS API Call via CloudTrail', detail }),
    );
  }

  async function carryOut(attempt: Attempt, isDenied: boolean, region: string): Promise<Body> {
    try {
      authorize(attempt, isDenied);
      const { principal, service, action, input } = attempt;
      const output = await actionOf(service, action).answer(input, { principal, region });
      trace({ ...attempt, output, error: null });
      return output;
    } catch (error) {
      if (error instanceof ApiError) trace({ ...attempt, output: null, error });
      throw error;
    }
  }

  const make = (attempt: Attempt, region: string): Promise<Body> =>
    parts.attempts.make(attempt, (fault) => carryOut(attempt, fault === 'deny', region));

  return {
    used: permit.used,
    isAllowed: permit.isAllowed,
    call: (principal, service, action, input) =>
      make({ principal, service, action, input, life: createLife() }, kernel.region),
    handlerFor: (principal, life = createLife()) => ({
      handle: (request) => answer(request, { principal, life, make, kernel }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    }),
  };
}

async function answer(
  request: WireRequest,
  parts: {
    readonly principal: Principal;
    readonly life: Life;
    readonly make: (attempt: Attempt, region: string) => Promise<Body>;
    readonly kernel: Kernel;
  },
): Promise<{ response: WireResponse }> {
  const call = readCall(request);
  if (!call) return { response: notUnderstood(request) };
  const { service, action, input, region } = call;
  const { principal, life, kernel } = parts;
  const requestId = kernel.dice.uuid();
  try {
    const output = await parts.make({ principal, life, service, action, input }, region);
    return { response: call.answer(output, requestId) };
  } catch (error) {
    if (error instanceof ApiError) return { response: call.refuse(error, requestId) };
    throw error;
  }
}

/** What is no API call of a service that lives here. */
function notUnderstood({ method, path }: WireRequest): WireResponse {
  const message = `the local cloud does not know what ${method} ${path} is`;
  const body = JSON.stringify({ __type: 'UnknownOperationException', message });
  return {
    statusCode: 404,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(body),
  };
}
