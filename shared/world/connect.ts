import type { Env } from '../config/env.ts';
import { parseArn } from '../core/arn.ts';
import type { Clock, World } from '../core/world.ts';
import { systemClock } from './clock.ts';
import { type Credentials, connection, type RequestHandler } from './connection.ts';
import { deferred, once } from './deferred.ts';

/** Where things are, and what a rehearsal or a test puts in the place of network, time and waiting. */
export type ConnectOptions = {
  readonly env: Pick<
    Env,
    | 'tableName'
    | 'laterQueueUrl'
    | 'cleanupQueueUrl'
    | 'noticesQueueUrl'
    | 'failedQueueUrl'
    | 'undeliveredQueueUrl'
    | 'topicArn'
    | 'region'
  >;
  /** Answers in the place of AWS: one handler for all services, told apart by host and target. */
  readonly requestHandler?: RequestHandler;
  /** Answers in the place of Slack, PagerDuty and webhooks. */
  readonly fetch?: typeof fetch;
  /** How long to wait before a call is tried again; `attempt` is 1 before the second try. */
  readonly retryDelayMs?: (attempt: number) => number;
  readonly clock?: Clock;
  readonly credentials?: Credentials;
};

/**
 * The world as AWS and Slack are reached from here. Nothing is loaded or connected before it is first used: a
 * function pays at cold start for the services it talks to, and for no others. What shares a client is one import: each
 * file that a cold start reads costs it some 0.3 ms.
 */
export function connect(options: ConnectOptions): World {
  const { env, clock = systemClock } = options;
  const web = options.fetch ?? fetch;
  const aws = connection({ ...options, clock, region: env.region });
  const stored = once(async () => (await import('./stored.ts')).stored(aws, env.tableName));
  const table = async () => (await stored()).table;
  const sent = once(async () => (await import('./sent.ts')).sent(aws, clock, env));
  const secrets = once(async () => (await import('./secrets.ts')).secrets(aws));
  const rules = deferred(async () => (await import('./rules.ts')).rules(aws));
  const schedules = deferred(async () => (await import('./schedules.ts')).schedules(aws));
  return {
    clock,
    ecs: deferred(async () => (await import('./ecs.ts')).ecs(aws)),
    deployments: deferred(async () => (await import('./deployments.ts')).deployments(aws)),
    scheduled: deferred(async () => (await import('./scheduled.ts')).scheduled(aws)),
    registry: deferred(async () => (await import('./registry.ts')).registry(aws)),
    fleet: deferred(async () => (await stored()).fleet),
    rollouts: deferred(async () => (await stored()).rollouts),
    logs: deferred(async () => (await import('./logs.ts')).logs(aws)),
    graphs: deferred(async () => (await import('./graphs.ts')).graphs(aws)),
    launchers: {
      targetsOfRule: (ruleName) => rules.targetsOfRule(ruleName),
      targetsOfSchedules: (name, cut) => schedules.targetsOfSchedules(name, cut),
    },
    alarms: deferred(async () => (await import('./alarms.ts')).alarms(aws)),
    loadBalancers: deferred(async () => (await import('./load-balancers.ts')).loadBalancers(aws)),
    memory: deferred(async () => (await stored()).memory),
    repositories: deferred(async () =>
      (await import('./repositories/index.ts')).repositories(aws, table),
    ),
    uses: deferred(async () => (await import('./uses/index.ts')).uses(aws, table)),
    ledgers: deferred(async () => (await stored()).ledgers),
    lifecycle: deferred(async () => (await import('./lifecycle.ts')).lifecycle(aws)),
    watches: deferred(async () => (await stored()).watches),
    records: deferred(async () => (await stored()).records),
    later: deferred(async () => (await sent()).later),
    notices: deferred(async () => (await sent()).notices),
    deadLetters: deferred(async () => (await sent()).deadLetters),
    slack: deferred(async () => (await import('./slack.ts')).slack(await secrets(), web)),
    slackWebhook: deferred(async () =>
      (await import('./slack-webhook.ts')).slackWebhook(await secrets(), web),
    ),
    sns: deferred(async () => (await import('./sns.ts')).sns(aws, env.topicArn)),
    pagerduty: deferred(async () =>
      (await import('./pagerduty.ts')).pagerduty(await secrets(), web, scopeOf(env.topicArn)),
    ),
    webhook: deferred(async () =>
      (await import('./webhook.ts')).webhook(await secrets(), web, clock),
    ),
  };
}

/** `deckhand/123456789012/eu-west-1`: which account and region alerts come from. */
function scopeOf(topicArn: string): string {
  const arn = parseArn(topicArn);
  return ['deckhand', arn?.account, arn?.region].filter(Boolean).join('/');
}
