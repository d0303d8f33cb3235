import type { Command } from 'commander';
import { parseArn } from '../shared/core/arn.ts';
import { BadInput, messageOf, Unavailable } from '../shared/core/errors.ts';
import type { Operations } from '../shared/core/operations.ts';
import type { World } from '../shared/core/world.ts';
import { systemClock } from '../shared/world/clock.ts';
import { connect } from '../shared/world/connect.ts';
import { type Connection, connection, networkOfPeople } from '../shared/world/connection.ts';
import type { StackOutputs } from '../shared/world/stacks.ts';

/** Where a stack is. Without a region, the one that the AWS command line would take. */
export type StackOptions = { readonly stage: string; readonly region?: string };

/** A deployed stack: `world` as its own functions see it, with the credentials of whoever asks. */
export type Stack = {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly operations: Operations;
  readonly world: World;
};

/** Gives a verb the options that say which stack it is about. */
export const aboutStack = (command: Command): Command =>
  command
    .option('--stage <stage>', 'the stage of the stack', 'dev')
    .option('--region <region>', 'its region; otherwise AWS_REGION, AWS_DEFAULT_REGION, us-east-1');

const needed = [
  'TableName',
  'LaterQueueUrl',
  'CleanupQueueUrl',
  'NoticesQueueUrl',
  'FailedQueueUrl',
  'UndeliveredQueueUrl',
  'TopicArn',
] as const;

/**
 * Finds a deployed stack by its CloudFormation outputs. Credentials are the AWS command line's; `AWS_ENDPOINT_URL`
 * leads to another AWS, such as `deckhand cloud`.
 *
 * @throws BadInput that says what to do: no credentials, no such stack, one of another version.
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const name = `deckhand-${options.stage}`;
  const region = regionOf(options);
  const aws = connection({ clock: systemClock, region, requestHandler: networkOfPeople });
  const outputs = await outputsOf(aws, name, region);
  const missing = needed.filter((key) => outputs[key] === undefined);
  if (missing.length > 0) {
    throw new BadInput(
      `${name} in ${region} has no outputs ${missing.join(', ')}: deploy this version first`,
    );
  }
  const output = (key: (typeof needed)[number]): string => outputs[key] ?? '';
  const env = {
    region,
    tableName: output('TableName'),
    laterQueueUrl: output('LaterQueueUrl'),
    cleanupQueueUrl: output('CleanupQueueUrl'),
    noticesQueueUrl: output('NoticesQueueUrl'),
    failedQueueUrl: output('FailedQueueUrl'),
    undeliveredQueueUrl: output('UndeliveredQueueUrl'),
    topicArn: output('TopicArn'),
  };
  // Only now: the SDK's clients take longer to load than the offline verbs take to run.
  const { operations } = await import('../shared/world/operations/index.ts');
  const urls = {
    later: env.laterQueueUrl,
    cleanup: env.cleanupQueueUrl,
    notices: env.noticesQueueUrl,
    failed: env.failedQueueUrl,
    undelivered: env.undeliveredQueueUrl,
  };
  const world = connect({ env, requestHandler: networkOfPeople });
  const account = parseArn(env.topicArn)?.account ?? '';
  return { name, region, account, world, operations: operations(aws, env.tableName, urls) };
}

/** The region that is meant: the one given, or the one that the AWS command line would take. */
export const regionOf = ({ region }: Pick<StackOptions, 'region'>): string =>
  region || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1';

async function outputsOf(aws: Connection, name: string, region: string): Promise<StackOutputs> {
  try {
    const { stackOutputs } = await import('../shared/world/stacks.ts');
    const looked = await stackOutputs(aws, name);
    if (!looked.known) throw new BadInput(looked.why);
    if (looked.value) return looked.value;
  } catch (thrown) {
    if (!(thrown instanceof Unavailable)) throw thrown;
    throw new BadInput(whyUnreachable(messageOf(thrown)), { cause: thrown });
  }
  throw new BadInput(
    `there is no stack ${name} in ${region}: give --stage and --region, or deploy it first`,
  );
}

const whyUnreachable = (message: string): string =>
  /Credential|Token is expired|sso/i.test(message)
    ? `no AWS credentials (${message}): set AWS_PROFILE, or log in with aws sso login`
    : message;
