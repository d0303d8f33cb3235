import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Json } from '../core/json.ts';
import type { Playbook } from '../core/playbook.ts';
import type { CallDue, Signal } from '../core/signal.ts';
import { readCallDue } from '../wire/call-due.ts';
import { forBatch } from './ask-once.ts';
import { eachOf } from './batch.ts';
import { deliverBatch } from './deliveries.ts';
import { byFamily } from './families.ts';
import { react } from './react.ts';
import { type Setting, theSetting } from './setting.ts';
import { count, late, logger, metrics } from './telemetry.ts';
import { handOn, isWakeUp } from './wake-up.ts';

/** What every function of ours is wrapped in: log lines that name the request, and metrics that are printed. */
const wrapped = <Event, Result>(work: (event: Event, context: Context) => Promise<Result>) =>
  // The lease ends when Lambda would end us; middy's own early end would only race with that.
  middy(work, { timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics));

/** The handler for one kind of event: reads it as a signal and lets the playbooks react to it. */
export const lambda = (read: (event: unknown) => Signal, playbooks: readonly Playbook[]) =>
  wrapped(async (event: Json, context: Context): Promise<void> => {
    const setting = theSetting();
    const until = deadline(setting, context);
    await byFamily(event, setting, until, async () => {
      const signal = read(event);
      logger.info('signal', { signal: signal.id, kind: signal.kind });
      late('EventLag', signal.at, setting.world.clock.now());
      await react(signal, playbooks, setting, until);
      count('Signals');
    });
  });

/**
 * The handler of a queue of calls, `later` unless told: a call whose time has come goes to the playbook that asked for
 * it; one whose time is further off than SQS can wait is put back.
 */
export const lambdaForCalls = (playbooks: readonly Playbook[], queue?: 'cleanup') =>
  wrapped(async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const setting = forBatch(theSetting());
    const until = deadline(setting, context);
    const putBack = new Set<string>();
    return eachOf(Records, (record) =>
      byFamily(record.body, setting, until, async () => {
        const signal = readCallDue(record);
        if (new Date(signal.at) > setting.world.clock.now()) {
          await putBackOnce(signal, queue, putBack, setting);
          return;
        }
        late('CallLag', signal.at, setting.world.clock.now());
        if (isWakeUp(signal.call)) await handOn(signal, setting.world);
        else await react(signal, playbooks, setting, until);
        count('Calls');
      }),
    );
  });

/** Duplicates of a call that are put back together become one. */
async function putBackOnce(
  { call, at }: CallDue,
  queue: 'cleanup' | undefined,
  putBack: Set<string>,
  { world }: Setting,
): Promise<void> {
  const key = `${at} ${call.id}`;
  if (putBack.has(key)) return;
  await world.later.call(call, at, queue);
  putBack.add(key);
  count('PutBack');
}

/** The handler of the `notices` queue. */
export const lambdaForNotices = () =>
  wrapped(
    ({ Records }: SQSEvent): Promise<SQSBatchResponse> => deliverBatch(Records, theSetting()),
  );

/** When this invocation would time out, on the setting's own clock. */
const deadline = ({ world }: Setting, context: Context): Date =>
  new Date(world.clock.now().getTime() + context.getRemainingTimeInMillis());
