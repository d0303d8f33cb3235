import type { Gateway } from './gateway.ts';
import type { LogStore } from './logs/store.ts';
import type { Sns } from './sns/index.ts';
import type { Store } from './sqs/index.ts';
import type { Ssm } from './ssm/index.ts';
import type { Template } from './template/index.ts';
import type { Body, Principal } from './types.ts';

type Account = {
  readonly gateway: Gateway;
  readonly queues: Store;
  readonly sns: Sns;
  readonly ssm: Ssm;
  readonly logs: LogStore;
  readonly operator: Principal;
};

/** Makes the stack's resources real. */
export async function deploy({ resources, functions }: Template, account: Account): Promise<void> {
  for (const table of resources.tables) {
    await account.gateway.call(account.operator, 'dynamodb', 'CreateTable', table);
    await waitForTable(account, table);
  }
  for (const queue of resources.queues) account.queues.create(queue);
  for (const schedule of resources.schedules) {
    await account.gateway.call(account.operator, 'scheduler', 'CreateSchedule', schedule);
  }
  for (const topic of resources.topics) account.sns.createTopic(topic);
  for (const { name, value, type } of resources.parameters) account.ssm.put(name, value, type);
  for (const group of resources.logGroups) account.logs.createGroup(group);
  for (const { functionName, functionArn, topicArns } of functions) {
    account.logs.createGroup(`/aws/lambda/${functionName}`);
    for (const topicArn of topicArns) account.sns.subscribe(topicArn, 'lambda', functionArn);
  }
}

/** dynalite makes tables on a timer of its own, in real time: a matter of a millisecond. */
async function waitForTable(
  cloud: Pick<Account, 'gateway' | 'operator'>,
  { TableName }: Body,
): Promise<void> {
  const { Table } = await cloud.gateway.call(cloud.operator, 'dynamodb', 'DescribeTable', {
    TableName,
  });
  if (JSON.stringify(Table).includes('"TableStatus":"ACTIVE"')) return;
  await waitForTable(cloud, { TableName });
}

/** A message in a queue that nobody reads: an on-failure destination, or a dead-letter queue. */
export type DeadLetter = { readonly queue: string; readonly at: number; readonly body: string };

export function deadLettersIn(
  queues: Store,
  { functions, resources }: Template,
): readonly DeadLetter[] {
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
