import { createAttempts } from './attempt.ts';
import { type Bus, type Chaos, createBus } from './bus.ts';
import { createDice } from './dice.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createLambda, type Lambda, type Run } from './lambda/index.ts';
import { createLogs } from './logs/index.ts';
import type { LogStore } from './logs/store.ts';
import { createSlack, type Slack } from './slack/index.ts';
import { createSns, type Sns } from './sns/index.ts';
import { createSqs, type Store } from './sqs/index.ts';
import { createSsm, type Ssm } from './ssm/index.ts';
import { createSts } from './sts/index.ts';
import type { Template } from './template/index.ts';
import { createTime } from './time.ts';
import type { Body, CallRecord, Kernel, Principal, VirtualTime } from './types.ts';

export type CloudOptions = {
  readonly seed: number;
  readonly start: Date;
  readonly template: Template;
  readonly run: Run;
  readonly chaos?: Chaos;
  /** How long CloudTrail takes to tell of an API call; a minute unless told. */
  readonly cloudTrailDelayMs?: number;
};

/** Something that happened, in order, for people to read. */
export type TimelineEntry = {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly detail: Body;
};

/** A message in a queue that nobody reads: an on-failure destination, or a dead-letter queue. */
export type DeadLetter = { readonly queue: string; readonly at: number; readonly body: string };

export type Cloud = {
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
  /** May do everything. */
  readonly operator: Principal;
  /** Every API call so far, refused and failed ones included; Slack's, too, as service `slack`. */
  readonly calls: readonly CallRecord[];
  readonly timeline: readonly TimelineEntry[];
  readonly deadLetters: () => readonly DeadLetter[];
};

/** A small AWS account with the stack of `serverless.yml` deployed to it. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { template } = options;
  const time = createTime(options.start);
  const dice = createDice(options.seed);
  const calls: CallRecord[] = [];
  const timeline: TimelineEntry[] = [];
  const { account, region, partition } = template;
  const tell: Kernel['tell'] = (who, what, detail = {}) => {
    timeline.push({ at: time.now(), who, what, detail });
  };
  const bus = createBus({
    ...template,
    time,
    // Its own dice, so that chaos does not change the names of things.
    dice: createDice(options.seed + 1),
    chaos: options.chaos ?? {},
    tell: (what, { detail, ...event }) =>
      tell('events', `${what}: ${event['detail-type']}`, detail),
  });
  const kernel: Kernel = { account, region, partition, time, dice, emit: bus.emit, tell };
  const faults = createFaults(createDice(options.seed + 2));
  const attempts = createAttempts({ now: time.now, faults, calls });
  const sqs = createSqs(kernel);
  const sns = createSns(kernel, sqs.queues);
  const ssm = createSsm(kernel);
  const logs = createLogs(kernel);
  const slack = createSlack(kernel, attempts);
  const services = [sqs, sns, ssm, logs, createDynamoDb(kernel), createSts(kernel)];
  const statements = new Map(template.functions.map((fn) => [fn.name, fn.statements]));
  const gateway = createGateway({
    kernel,
    services: services.map(({ service }) => service),
    statementsOf: ({ name }) => statements.get(name) ?? null,
    attempts,
    cloudTrailDelayMs: options.cloudTrailDelayMs ?? 60_000,
  });
  const operator = { name: 'operator', roleArn: `arn:${partition}:iam::${account}:role/operator` };
  await deploy(template, { gateway, queues: sqs.queues, sns, ssm, logs: logs.logs, operator });
  calls.length = 0;
  const lambda = createLambda({
    kernel,
    functions: template.functions,
    bus,
    queues: sqs.queues,
    run: options.run,
    handlerFor: gateway.handlerFor,
    fetchFor: slack.fetchFor,
    isAllowed: gateway.isAllowed,
  });
  return {
    ...{ kernel, time, bus, faults, gateway, lambda, sns, ssm, slack, operator, calls, timeline },
    queues: sqs.queues,
    logs: logs.logs,
    deadLetters: () => deadLettersIn(sqs.queues, template),
  };
}

type Deployment = Pick<Cloud, 'gateway' | 'queues' | 'sns' | 'ssm' | 'logs' | 'operator'>;

async function deploy({ resources, functions }: Template, cloud: Deployment): Promise<void> {
  for (const table of resources.tables) {
    await cloud.gateway.call(cloud.operator, 'dynamodb', 'CreateTable', table);
    await waitForTable(cloud, table);
  }
  for (const queue of resources.queues) cloud.queues.create(queue);
  for (const topic of resources.topics) cloud.sns.createTopic(topic);
  for (const { name, value, type } of resources.parameters) cloud.ssm.put(name, value, type);
  for (const group of resources.logGroups) cloud.logs.createGroup(group);
  for (const { functionName } of functions) cloud.logs.createGroup(`/aws/lambda/${functionName}`);
}

/** dynalite makes tables on a timer of its own, in real time: a matter of a millisecond. */
async function waitForTable(
  cloud: Pick<Cloud, 'gateway' | 'operator'>,
  { TableName }: Body,
): Promise<void> {
  const { Table } = await cloud.gateway.call(cloud.operator, 'dynamodb', 'DescribeTable', {
    TableName,
  });
  if (JSON.stringify(Table).includes('"TableStatus":"ACTIVE"')) return;
  await waitForTable(cloud, { TableName });
}

function deadLettersIn(queues: Store, { functions, resources }: Template): readonly DeadLetter[] {
  const arns = new Set([
    ...functions.map(({ onFailureArn }) => onFailureArn),
    ...resources.queues.map(({ redrive }) => redrive?.deadLetterTargetArn ?? null),
  ]);
  return [...queues.queues.values()]
    .filter(({ arn }) => arns.has(arn))
    .flatMap(({ name, messages }) =>
      messages.map(({ sentAt, body }) => ({ queue: name, at: sentAt, body })),
    );
}
