import type { Store } from '../sqs/index.ts';
import type { LambdaFunction } from '../template/types.ts';
import type { Kernel, Permission, Principal } from '../types.ts';
import { type Invoke, principalOf } from './invoke.ts';
import type { FunctionError } from './types.ts';

/** Lambda waits one minute before the first retry and two before the second. */
const retryDelaysMs = [60_000, 120_000];

/**
 * Invokes a function as EventBridge does: nobody waits for the answer, errors are tried again after one minute
 * and then two, and what still fails goes to the on-failure destination.
 * Source: Lambda developer guide, "Retain records of asynchronous invocations".
 */
export function createInvokeAsync(parts: {
  readonly kernel: Kernel;
  readonly invoke: Invoke;
  readonly queues: Store;
  readonly isAllowed: (principal: Principal, permission: Permission) => boolean;
}): (fn: LambdaFunction, event: unknown) => Promise<void> {
  const { kernel } = parts;

  function giveUp(fn: LambdaFunction, failed: Failure): void {
    kernel.tell('lambda', `${fn.name} gives up after ${failed.attempt} attempts`);
    if (fn.onFailureArn === null) return;
    // Lambda sends with the function's own role; what the role does not allow is lost without a word.
    const permission = { action: 'sqs:SendMessage', resource: fn.onFailureArn };
    if (!parts.isAllowed(principalOf(fn), permission)) {
      kernel.tell('lambda', `${fn.name} may not send to its on-failure destination`);
      return;
    }
    const record = failureRecord(fn, failed, new Date(kernel.time.now()));
    parts.queues.send(parts.queues.find(fn.onFailureArn), { body: JSON.stringify(record) });
  }

  async function attempt(
    fn: LambdaFunction,
    event: unknown,
    number: number,
    since: number,
    id: string,
  ) {
    const result = await parts.invoke(fn, event, id);
    if (result.ok) return;
    const failed = { event, attempt: number, requestId: id, error: result.error };
    const delayMs = retryDelaysMs[number - 1] ?? 0;
    const isTooOld = kernel.time.now() + delayMs - since > fn.maximumEventAgeMs;
    if (number > fn.maximumRetryAttempts) giveUp(fn, { ...failed, condition: 'RetriesExhausted' });
    else if (isTooOld) giveUp(fn, { ...failed, condition: 'EventAgeExceeded' });
    else {
      const what = `Lambda tries ${fn.name} again`;
      kernel.time.after(delayMs, what, () => attempt(fn, event, number + 1, since, id));
    }
  }

  return (fn, event) => attempt(fn, event, 1, kernel.time.now(), kernel.dice.uuid());
}

type Failure = {
  readonly event: unknown;
  readonly attempt: number;
  readonly requestId: string;
  readonly error: FunctionError;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
};

function failureRecord(fn: LambdaFunction, failed: Failure, now: Date) {
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: {
      requestId: failed.requestId,
      functionArn: `${fn.functionArn}:$LATEST`,
      condition: failed.condition,
      approximateInvokeCount: failed.attempt,
    },
    requestPayload: failed.event,
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    responsePayload: failed.error,
  };
}
