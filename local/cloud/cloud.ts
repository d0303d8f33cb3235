import { createAttempts, type Meanwhile } from './attempt.ts';
import { createBatch } from './batch/index.ts';
import { type Bus, type Chaos, createBus } from './bus.ts';
import { createCloudFormation } from './cloudformation/index.ts';
import { createAct } from './cloudwatch/act.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/index.ts';
import { type DeadLetter, deadLettersIn, deploy } from './deploy.ts';
import { createDice } from './dice.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { createEcr, type LocalEcr } from './ecr/index.ts';
import { createEcs, type LocalEcs, type SubnetParts } from './ecs/index.ts';
import { createElbv2 } from './elbv2/index.ts';
import { createEvents } from './events/index.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createLambda, type Lambda, type Run } from './lambda/index.ts';
import { createLambdaService } from './lambda/service.ts';
import { createLogs } from './logs/index.ts';
import type { LogStore } from './logs/store.ts';
import { createScheduler, type RunTask } from './scheduler/index.ts';
import { createSecretsManager, type SecretsManager } from './secretsmanager/index.ts';
import { createSlack, type Slack } from './slack/index.ts';
import { createSns, type Sns } from './sns/index.ts';
import { createSqs, type Store } from './sqs/index.ts';
import { createSsm, type Ssm } from './ssm/index.ts';
import { createStates } from './states/index.ts';
import { createSts } from './sts/index.ts';
import type { Template } from './template/index.ts';
import { createTime } from './time.ts';
import type { Body, CallRecord, Kernel, Principal, VirtualTime } from './types.ts';
import { createWeb, type Web } from './web/index.ts';

export type CloudOptions = {
  readonly seed: number;
  readonly start: Date;
  readonly template: Template;
  readonly run: Run;
  readonly chaos?: Chaos;
  /** The VPC's subnets. */
  readonly subnets?: { readonly [subnetId: string]: SubnetParts };
  /** How long CloudTrail takes to tell of an API call; a minute unless told. */
  readonly cloudTrailDelayMs?: number;
  readonly meanwhile?: Meanwhile | undefined;
};

/** Something that happened, in order, for people to read. */
export type TimelineEntry = {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly detail: Body;
};

export type Cloud = {
  readonly template: Template;
  readonly kernel: Kernel;
  readonly time: VirtualTime;
  readonly bus: Bus;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly lambda: Lambda;
  readonly queues: Store;
  readonly sns: Sns;
  readonly ssm: Ssm;
  readonly logs: LogStore;
  readonly slack: Slack;
  readonly secrets: SecretsManager;
  readonly web: Web;
  readonly ecr: LocalEcr;
  readonly ecs: LocalEcs;
  readonly cloudwatch: CloudWatch;
  /** May do everything. */
  readonly operator: Principal;
  /** Every API call so far, refused and failed ones included; those to Slack, PagerDuty and webhooks, too. */
  readonly calls: readonly CallRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly deadLetters: () => readonly DeadLetter[];
};

/** A small AWS account with the stack of `serverless.yml` deployed to it. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { template } = options;
  const calls: CallRecord[] = [];
  const timeline: TimelineEntry[] = [];
  const { kernel, bus } = createKernel(options, timeline);
  const faults = createFaults(createDice(options.seed + 2));
  const attempts = createAttempts({
    ...{ now: kernel.time.now, faults, calls },
    meanwhile: options.meanwhile,
  });
  const sqs = createSqs(kernel);
  const { queues } = sqs;
  const invoke = (functionArn: string, event: unknown) => lambda.invokeAsync(functionArn, event);
  const sns = createSns(kernel, { queues, invoke });
  const ssm = createSsm(kernel);
  const { logs, service: logsService } = createLogs(kernel);
  const slack = createSlack(kernel, attempts);
  const secrets = createSecretsManager(kernel);
  const web = createWeb(kernel, attempts, slack);
  const ecr = createEcr(kernel);
  const ecs = createEcs(kernel, {
    ecr,
    log: logs.write,
    logGroupExists: logs.exists,
    isInAlarm: (wanted) =>
      cloudwatch.alarms().some(({ name, state }) => name === wanted && state.value === 'ALARM'),
    network: { subnets: options.subnets ?? {} },
  });
  // Services that call others do so through the gateway, like everybody.
  const runTask: RunTask = (principal, input) => gateway.call(principal, 'ecs', 'RunTask', input);
  const send = (queueArn: string, body: string) =>
    void queues.send(queues.find(queueArn), { body });
  const events = createEvents(kernel, bus, {
    runTask,
    invoke,
    send,
  });
  const cloudwatch = createCloudWatch(kernel, {
    act: createAct(kernel, {
      publish: (principal, input) => gateway.call(principal, 'sns', 'Publish', input),
      invoke,
    }),
  });
  const statements = new Map(template.functions.map((fn) => [fn.name, fn.statements]));
  const gateway = createGateway({
    kernel,
    services: [
      ...[sqs, sns, ssm, secrets, ecr, ecs, events, cloudwatch, createElbv2(ecs)].map(
        ({ service }) => service,
      ),
      ...[
        createScheduler(kernel, { runTask, send }),
        createDynamoDb(kernel),
        createSts(kernel),
        createStates(kernel),
        createBatch(kernel),
        createCloudFormation(kernel, template),
      ].map(({ service }) => service),
      logsService,
      createLambdaService(kernel, {
        has: (name) =>
          template.functions.some((fn) => [fn.functionName, fn.functionArn].includes(name)),
        invokeAsync: (name, event) => lambda.invokeAsync(name, event),
        resolve: ecr.resolve,
      }),
    ],
    statementsOf: ({ name, invokedBy }) => (invokedBy ? null : (statements.get(name) ?? null)),
    attempts,
    cloudTrailDelayMs: options.cloudTrailDelayMs ?? 60_000,
  });
  const operator = operatorOf(template);
  await deploy(template, { gateway, queues, sns, ssm, logs, operator });
  calls.length = 0;
  const lambda = createLambda({
    kernel,
    functions: template.functions,
    bus,
    queues,
    run: options.run,
    handlerFor: gateway.handlerFor,
    fetchFor: web.fetchFor,
    isAllowed: gateway.isAllowed,
  });
  return {
    ...{
      kernel,
      bus,
      faults,
      gateway,
      lambda,
      queues,
      sns,
      ssm,
      logs,
      slack,
      secrets,
      web,
      ecr,
      ecs,
      cloudwatch,
    },
    ...{ template, time: kernel.time, operator, calls, timeline },
    deadLetters: () => deadLettersIn(queues, template),
  };
}

function createKernel(
  { seed, start, template, chaos = {} }: CloudOptions,
  timeline: TimelineEntry[],
): { readonly kernel: Kernel; readonly bus: Bus } {
  const { account, region, partition } = template;
  const time = createTime(start);
  const tell: Kernel['tell'] = (who, what, detail = {}) => {
    timeline.push({ at: time.now(), who, what, detail });
  };
  const bus = createBus({
    ...{ account, region, time, chaos },
    // Its own dice, so that chaos does not change the names of things.
    dice: createDice(seed + 1),
    tell: (what, { detail, ...event }) =>
      tell('events', `${what}: ${event['detail-type']}`, detail),
  });
  const dice = createDice(seed);
  return { bus, kernel: { account, region, partition, time, dice, emit: bus.emit, tell } };
}

const operatorOf = ({ partition, account }: Template): Principal => ({
  name: 'operator',
  roleArn: `arn:${partition}:iam::${account}:role/operator`,
});
