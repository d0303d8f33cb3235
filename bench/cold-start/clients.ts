import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readTemplate } from '../../local/cloud/template/index.ts';
import { load } from '../../shared/config/load.ts';
import { everything } from '../../test/support/everything.ts';

/** A client of the SDK, and those of its commands that a function may send. */
export type Client = { readonly package: string; readonly names: readonly string[] };

/** The file of a function, and the clients that it may use: of its role, with every feature on. */
export type Subject = {
  readonly name: string;
  readonly file: string;
  readonly clients: readonly Client[];
};

/** What IAM calls a service, its package `@aws-sdk/client-…`, and the name of its client. */
const services: { readonly [prefix: string]: readonly [of: string, client: string] } = {
  batch: ['batch', 'BatchClient'],
  cloudwatch: ['cloudwatch', 'CloudWatchClient'],
  dynamodb: ['dynamodb', 'DynamoDBClient'],
  ecr: ['ecr', 'ECRClient'],
  ecs: ['ecs', 'ECSClient'],
  elasticloadbalancing: ['elastic-load-balancing-v2', 'ElasticLoadBalancingV2Client'],
  events: ['eventbridge', 'EventBridgeClient'],
  lambda: ['lambda', 'LambdaClient'],
  logs: ['cloudwatch-logs', 'CloudWatchLogsClient'],
  scheduler: ['scheduler', 'SchedulerClient'],
  secretsmanager: ['secrets-manager', 'SecretsManagerClient'],
  sns: ['sns', 'SNSClient'],
  sqs: ['sqs', 'SQSClient'],
  ssm: ['ssm', 'SSMClient'],
  states: ['sfn', 'SFNClient'],
};

export function subjects(): readonly Subject[] {
  const written = readFileSync(resolve(import.meta.dirname, '../../serverless.yml'), 'utf8');
  const loaded = load(everything);
  if (!loaded.ok) throw new Error('The configuration of all features is wrong.');
  return readTemplate(written, { config: loaded.config, readFile: () => ({}) }).functions.map(
    ({ name, handler, statements }) => ({
      name,
      file: handler.replace(/\.handler$/, '.ts'),
      clients: clientsOf(statements.flatMap(({ actions }) => actions)),
    }),
  );
}

function clientsOf(actions: readonly string[]): readonly Client[] {
  const apart = actions.map((action) => action.split(':'));
  const byService = Map.groupBy(apart, ([service = '']) => service);
  return [...byService].flatMap(([service, of]) => {
    // `iam:PassRole` is no call.
    const [name, client] = services[service] ?? [];
    if (name === undefined || client === undefined) return [];
    const commands = new Set(of.map(([, action]) => `${action}Command`));
    return [{ package: `@aws-sdk/client-${name}`, names: [client, ...commands] }];
  });
}

/** A module that holds the clients and nothing else. */
export const sourceOf = (clients: readonly Client[]): string =>
  clients
    .map(({ package: of, names }) => `export { ${names.join(', ')} } from '${of}';`)
    .join('\n');
