import { header, signedFor, textOf, type WireRequest, type WireResponse } from '../http.ts';
import type { ApiError, Body } from '../types.ts';
import type { WireCall } from './types.ts';

/** `x-amz-target` prefixes by IAM prefix, as the API models name them. */
const services: { readonly [targetPrefix: string]: string } = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  Logs_20140328: 'logs',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSEvents: 'events',
  GraniteServiceVersion20100801: 'cloudwatch',
  secretsmanager: 'secretsmanager',
  AWSStepFunctions: 'states',
  DynamoDB_20120810: 'dynamodb',
};

/** SQS answers old clients, too: they know errors by the names of its XML days. */
const queryCodes: { readonly [code: string]: string } = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  AccessDeniedException: 'AccessDenied',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
};

/** AWS JSON 1.0 and 1.1: the action in `x-amz-target`, or `null` where there is no such header. */
export function readJsonCall(request: WireRequest): WireCall | null {
  const target = header(request, 'x-amz-target');
  if (target === undefined) return null;
  const dot = target.lastIndexOf('.');
  const contentType = header(request, 'content-type') ?? 'application/x-amz-json-1.1';
  const service = services[target.slice(0, dot)] ?? target.slice(0, dot);
  return {
    service,
    action: target.slice(dot + 1),
    input: readJson(textOf(request.body)),
    region: signedFor(request).region ?? '',
    answer: (output, requestId) => respond(200, toJson(output), { contentType, requestId }),
    refuse: (error, requestId) => refuse(service, error, { contentType, requestId }),
  };
}

type Envelope = { readonly contentType: string; readonly requestId: string };

function refuse(service: string, error: ApiError, envelope: Envelope): WireResponse {
  const body = {
    __type: error.code,
    message: error.message,
    Message: error.message,
    ...error.body,
  };
  const response = respond(error.status, toJson(body), envelope);
  if (service !== 'sqs') return response;
  const fault = error.status < 500 ? 'Sender' : 'Receiver';
  const queryError = `${queryCodes[error.code] ?? error.code};${fault}`;
  return { ...response, headers: { ...response.headers, 'x-amzn-query-error': queryError } };
}

export function respond(statusCode: number, body: string, envelope: Envelope): WireResponse {
  const headers = { 'content-type': envelope.contentType, 'x-amzn-requestid': envelope.requestId };
  return { statusCode, headers, body: Buffer.from(body) };
}

export function readJson(text: string): Body {
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  if (!isBody(parsed)) throw new TypeError(`expected a JSON object, got ${text.slice(0, 100)}`);
  return parsed;
}

export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON with times as AWS writes them there: seconds since 1970, milliseconds after the point. */
export const toJson = (body: Body): string => JSON.stringify(timesToSeconds(body));

function timesToSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(timesToSeconds);
  if (!isBody(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, timesToSeconds(member)]),
  );
}
