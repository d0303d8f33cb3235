import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  paginateQuery,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { clusterArnOf } from '../core/arn.ts';
import { Unavailable } from '../core/errors.ts';
import type { Fleet, FleetService, RepositoryName } from '../core/fleet.ts';
import { parseImage } from '../core/image.ts';
import { relying } from './failures.ts';
import { type Item, json, type Key, keyOf, parsed, type Table, text } from './table.ts';

/** BatchGetItem and BatchWriteItem take so many. */
const maxGets = 100;
const maxWrites = 25;

const clusterName = (clusterArn: string): string => `services#${clusterArn}`;
const serviceKey = (serviceArn: string): Key => ({
  pk: clusterName(clusterArnOf(serviceArn)),
  sk: serviceArn,
});
const nameOf = ({ account, region, repository }: RepositoryName): string =>
  `${account}/${region}/${repository}`;

/**
 * The fleet index: each service once under its cluster, and once under each repository that its images are from.
 * Entries have no expiry: deployments and the sweep keep them right.
 */
export const fleet = (table: Table): Fleet => ({
  servicesUsing: (repository) => servicesUsing(table, repository),
  recall: (serviceArns) => recall(table, serviceArns),
  within: (clusterArn, after, upTo) => within(table, clusterArn, after, upTo),
  remember: (service, before) => remember(table, service, before),
  forget: (service) =>
    write(
      table,
      keysOf(service).map((key) => ({ DeleteRequest: { Key: keyOf(key) } })),
    ),
});

function servicesUsing(table: Table, repository: RepositoryName): Promise<readonly FleetService[]> {
  return queried(table, {
    KeyConditionExpression: 'pk = :repository',
    ExpressionAttributeValues: { ':repository': text(`repository#${nameOf(repository)}`) },
  });
}

/** ARNs are ASCII: nothing comes after a tilde. */
const last = '~';

async function within(
  table: Table,
  clusterArn: string,
  after: string,
  upTo: string | null,
): Promise<readonly FleetService[]> {
  const found = await queried(table, {
    KeyConditionExpression: 'pk = :cluster AND sk BETWEEN :after AND :upTo',
    ExpressionAttributeValues: {
      ':cluster': text(clusterName(clusterArn)),
      // DynamoDB takes no empty text in a key condition's place.
      ':after': text(after || ' '),
      ':upTo': text(upTo ?? last),
    },
  });
  return found.filter(({ serviceArn }) => serviceArn !== after);
}

function queried(
  table: Table,
  condition: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'>,
): Promise<readonly FleetService[]> {
  const pages = paginateQuery(
    { client: table.client },
    { TableName: table.name, ConsistentRead: true, ...condition },
  );
  return relying('dynamodb:Query', async () => {
    const services: FleetService[] = [];
    for await (const { Items = [] } of pages) services.push(...Items.flatMap(serviceIn));
    return services;
  });
}

async function recall(table: Table, serviceArns: readonly string[]) {
  const found: FleetService[] = [];
  for (let start = 0; start < serviceArns.length; start += maxGets) {
    const keys = serviceArns.slice(start, start + maxGets).map((arn) => keyOf(serviceKey(arn)));
    const command = new BatchGetItemCommand({
      RequestItems: { [table.name]: { Keys: keys, ConsistentRead: true } },
    });
    const answer = await relying('dynamodb:BatchGetItem', () => table.client.send(command));
    if (answer.UnprocessedKeys?.[table.name]) {
      throw new Unavailable('dynamodb:BatchGetItem left keys unread: the table is throttled');
    }
    found.push(...(answer.Responses?.[table.name] ?? []).flatMap(serviceIn));
  }
  return found;
}

/** Written before what is out of date is taken away: a crash leaves an entry too many, and never one too few. */
function remember(table: Table, service: FleetService, before: FleetService | null): Promise<void> {
  const keys = keysOf(service);
  const stale = (before ? keysOf(before) : []).filter(
    (old) => !keys.some(({ pk, sk }) => pk === old.pk && sk === old.sk),
  );
  return write(table, [
    ...keys.map((key) => ({
      PutRequest: { Item: { ...keyOf(key), service: json(service) } },
    })),
    ...stale.map((key) => ({ DeleteRequest: { Key: keyOf(key) } })),
  ]);
}

function keysOf({ serviceArn, images }: FleetService): readonly Key[] {
  const repositories = images.flatMap(({ image }) => {
    const ecr = parseImage(image)?.ecr;
    return ecr ? [nameOf({ ...ecr, repository: ecr.name })] : [];
  });
  return [
    ...[...new Set(repositories)].map((name) => ({ pk: `repository#${name}`, sk: serviceArn })),
    serviceKey(serviceArn),
  ];
}

async function write(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  for (let start = 0; start < requests.length; start += maxWrites) {
    const command = new BatchWriteItemCommand({
      RequestItems: { [table.name]: requests.slice(start, start + maxWrites) },
    });
    const answer = await relying('dynamodb:BatchWriteItem', () => table.client.send(command));
    if (answer.UnprocessedItems?.[table.name]) {
      throw new Unavailable('dynamodb:BatchWriteItem left items unwritten: the table is throttled');
    }
  }
}

const serviceIn = (item: Item): readonly FleetService[] => {
  const service = parsed<FleetService>(item.service);
  return service ? [service] : [];
};
