import type { Bus } from '../bus.ts';
import { scheduledEvent } from '../events/store.ts';
import type { RequestHandler } from '../gateway.ts';
import type { Life } from '../life.ts';
import { parseExpression } from '../schedule/expression.ts';
import { recur } from '../schedule/recur.ts';
import type { Store } from '../sqs/index.ts';
import type { LambdaFunction } from '../template/types.ts';
import type { Kernel, Permission, Principal } from '../types.ts';
import { createInvokeAsync } from './asynchronous.ts';
import { createInvoke } from './invoke.ts';
import { mapQueue } from './queue-mapping.ts';
import type { Invocation, InvocationRecord, Result, Run } from './types.ts';

export type { Invocation, InvocationRecord, Result, Run } from './types.ts';

export type Lambda = {
  /** Runs a function once and waits for it, without retries. */
  readonly invoke: (functionName: string, event: unknown) => Promise<Result>;
  /** Runs it as EventBridge does: retried, and in the end handed to its on-failure destination. */
  readonly invokeAsync: (functionName: string, event: unknown) => Promise<void>;
  readonly invocations: readonly InvocationRecord[];
};

/** AWS Lambda: the stack's functions, connected to the bus and to their queues. */
export function createLambda(parts: {
  readonly kernel: Kernel;
  readonly functions: readonly LambdaFunction[];
  readonly bus: Bus;
  readonly queues: Store;
  readonly run: Run;
  readonly handlerFor: (principal: Principal, life: Life) => RequestHandler;
  readonly fetchFor: (principal: Principal, life: Life) => Invocation['fetch'];
  readonly isAllowed: (principal: Principal, permission: Permission) => boolean;
}): Lambda {
  const { functions, bus, queues } = parts;
  const invocations: InvocationRecord[] = [];
  const invoke = createInvoke({ ...parts, invocations });
  const invokeAsync = createInvokeAsync({ ...parts, invoke });

  for (const fn of functions) {
    fn.patterns.forEach((pattern, index) => {
      const name = `${fn.functionName}-rule-${index + 1}`;
      bus.addRule({ name, pattern, deliver: (event) => invokeAsync(fn, event) });
    });
    for (const event of fn.queues) mapQueue({ ...parts, invoke, queues, fn, event });
    for (const schedule of fn.schedules) begin(fn, schedule);
  }

  function begin(fn: LambdaFunction, { expression, input }: LambdaFunction['schedules'][number]) {
    const { kernel } = parts;
    const ruleArn = `${fn.functionArn.replace(':lambda:', ':events:')}-schedule`;
    recur({
      time: kernel.time,
      expression: parseExpression(expression, kernel.time.now()),
      what: `schedule of ${fn.name}`,
      happen: () => invokeAsync(fn, input ?? scheduledEvent(kernel, ruleArn)),
    });
  }

  function find(name: string): LambdaFunction {
    const fn = functions.find(
      (one) => one.name === name || one.functionName === name || one.functionArn === name,
    );
    if (!fn) throw new Error(`serverless.yml has no function ${name}`);
    return fn;
  }

  return {
    invocations,
    invoke: async (name, event) => invoke(find(name), event),
    invokeAsync: async (name, event) => invokeAsync(find(name), event),
  };
}
