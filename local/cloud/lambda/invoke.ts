import { messageOf, nameOf } from '../../../shared/core/errors.ts';
import type { RequestHandler } from '../gateway.ts';
import { createLife, type Life } from '../life.ts';
import type { LambdaFunction } from '../template/types.ts';
import type { Kernel, Principal } from '../types.ts';
import type {
  FunctionError,
  Invocation,
  InvocationRecord,
  LambdaContext,
  Result,
  Run,
} from './types.ts';

export type Invoke = (fn: LambdaFunction, event: unknown, requestId?: string) => Promise<Result>;

export const principalOf = (fn: LambdaFunction): Principal => ({
  name: fn.name,
  roleArn: fn.roleArn,
});

/** Runs a function once, in a process of its own, and notes how it went. */
export function createInvoke(parts: {
  readonly kernel: Kernel;
  readonly run: Run;
  readonly handlerFor: (principal: Principal, life: Life) => RequestHandler;
  readonly fetchFor: (principal: Principal, life: Life) => Invocation['fetch'];
  readonly invocations: InvocationRecord[];
}): Invoke {
  const { kernel } = parts;
  return async (fn, event, requestId = kernel.dice.uuid()) => {
    const at = kernel.time.now();
    const life = createLife(parts.invocations.length + 1);
    const principal = principalOf(fn);
    const running = parts.run({
      function: fn,
      // The handler gets its own copy, as it would off the wire.
      event: JSON.parse(JSON.stringify(event)),
      context: contextOf(fn, requestId, kernel),
      requestHandler: parts.handlerFor(principal, life),
      fetch: parts.fetchFor(principal, life),
      now: () => new Date(kernel.time.now()),
      random: kernel.dice.next,
    });
    const result = await outcomeOf(running, life, requestId);
    const outcome = result.ok ? 'ok' : result.error;
    parts.invocations.push({
      ...{ at, function: fn.name, requestId, event, outcome },
      calls: life.calls(),
    });
    if (!result.ok) kernel.tell('lambda', `${fn.name} failed: ${result.error.errorMessage}`);
    return result;
  };
}

async function outcomeOf(
  running: Promise<unknown>,
  life: Life,
  requestId: string,
): Promise<Result> {
  const death = life.ended.then((): never => {
    throw new ProcessDied(requestId);
  });
  try {
    return { ok: true, value: await Promise.race([running, death]), requestId };
  } catch (thrown) {
    return { ok: false, error: asFunctionError(thrown), requestId };
  } finally {
    // What the handler left running is frozen with its process.
    life.end();
  }
}

/** Lambda's words for a process that ended without an answer. */
class ProcessDied extends Error {
  override readonly name = 'Runtime.ExitError';

  constructor(requestId: string) {
    super(`RequestId: ${requestId} Error: Runtime exited with error: signal: killed`);
  }
}

function asFunctionError(thrown: unknown): FunctionError {
  const errorMessage = messageOf(thrown);
  const errorType = nameOf(thrown);
  return { errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] };
}

function contextOf(fn: LambdaFunction, requestId: string, { time, dice }: Kernel): LambdaContext {
  const deadline = time.now() + fn.timeoutMs;
  const day = new Date(time.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    functionName: fn.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.functionArn,
    memoryLimitInMB: `${fn.memoryMiB}`,
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${fn.functionName}`,
    logStreamName: `${day}/[$LATEST]${dice.hex(32)}`,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => deadline - time.now(),
  };
}
