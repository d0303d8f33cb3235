import type { RequestHandler } from '../gateway.ts';
import type { LambdaFunction } from '../template/types.ts';

/** The part of Lambda's context object that handlers and middleware read. */
export type LambdaContext = {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  readonly getRemainingTimeInMillis: () => number;
};

/** Everything that a handler needs to run once: its input, and the way to the outside world. */
export type Invocation = {
  readonly function: LambdaFunction;
  readonly event: unknown;
  readonly context: LambdaContext;
  /** For the SDK's clients: carries the function's role and dies with its process. */
  readonly requestHandler: RequestHandler;
  /** For Slack's client, likewise. */
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly random: () => number;
};

/** Runs a function's handler; how it is loaded and given its world is the caller's business. */
export type Run = (invocation: Invocation) => Promise<unknown>;

export type Result =
  | { readonly ok: true; readonly value: unknown; readonly requestId: string }
  | { readonly ok: false; readonly error: FunctionError; readonly requestId: string };

/** What Lambda keeps of an error. */
export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

/** One invocation as it went. */
export type InvocationRecord = {
  readonly at: number;
  readonly function: string;
  readonly requestId: string;
  readonly event: unknown;
  readonly outcome: 'ok' | FunctionError;
  /** API calls that it made. */
  readonly calls: number;
};
