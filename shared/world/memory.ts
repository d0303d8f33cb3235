import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Lineage } from '../core/decision.ts';
import { Unavailable } from '../core/errors.ts';
import type { Launch } from '../core/task.ts';
import type { KillSwitch, Memory, RestartMemory } from '../core/world.ts';
import { budgetKey, spend, spentIn } from './budget.ts';
import { relying } from './failures.ts';
import { loadIncident, saveIncident } from './incidents.ts';
import { rememberTags, sight, sightings } from './sightings.ts';
import { saveSilence, silences } from './silences.ts';
import { firingSources, rememberSource } from './sources.ts';
import {
  expiry,
  type Item,
  json,
  type Key,
  keptMs,
  keyOf,
  number,
  parsed,
  type Table,
  textOf,
} from './table.ts';

/** BatchWriteItem takes so many puts; RunTask starts 10 tasks at most. */
const maxPuts = 25;

const launchKey = (taskArn: string): Key => ({ pk: `task#${taskArn}`, sk: 'launch' });
const lineageKey = (rootTaskArn: string): Key => ({ pk: `task#${rootTaskArn}`, sk: 'lineage' });
/** `deckhand stop` puts this item into the table (`by`, `at`, `why`, all texts), and nothing is done any more. */
export const killSwitchKey: Key = { pk: 'kill-switch', sk: 'kill-switch' };

export function memory(table: Table): Memory {
  return {
    restartFacts: (keys) => restartFacts(table, keys),
    rememberLaunch: (taskArns, launch) => rememberLaunch(table, taskArns, launch),
    rememberLineage: (lineage) => rememberLineage(table, lineage),
    spend: (budget, key) => spend(table, budget, key),
    sight: (key, id, at, windowMs) => sight(table, { key, id, at, windowMs }),
    rememberTags: (key, tags) => rememberTags(table, key, tags),
    sightings: (key, since) => sightings(table, key, since),
    killSwitch: () => killSwitch(table),
    loadIncident: (receiver, incident) => loadIncident(table, receiver, incident),
    saveIncident: (incident) => saveIncident(table, incident),
    silences: () => silences(table),
    saveSilence: (silence) => saveSilence(table, silence),
    rememberSource: (group, source) => rememberSource(table, group, source),
    firingSources: (group, since) => firingSources(table, group, since),
  };
}

/** The task's own launch, or else the one of the task that it stands for. */
async function restartFacts(
  table: Table,
  keys: { readonly taskArn: string; readonly rootTaskArn?: string; readonly budgetKey: string },
): Promise<RestartMemory> {
  const root = keys.rootTaskArn ?? keys.taskArn;
  const wanted = {
    launch: launchKey(keys.taskArn),
    lineage: lineageKey(root),
    budget: budgetKey(keys.budgetKey),
    killSwitch: killSwitchKey,
    ...(root === keys.taskArn ? {} : { rootLaunch: launchKey(root) }),
  };
  const items = await batchGet(table, Object.values(wanted));
  const itemOf = (key: Key | undefined) =>
    items.find((item) => textOf(item.pk) === key?.pk && textOf(item.sk) === key.sk);
  return {
    launch:
      parsed<Launch>(itemOf(wanted.launch)?.launch) ??
      parsed<Launch>(itemOf(wanted.rootLaunch)?.launch),
    lineage: parsed<Lineage>(itemOf(wanted.lineage)?.lineage),
    spent: spentIn(itemOf(wanted.budget)).map(({ at }) => at),
    killSwitch: killSwitchIn(itemOf(wanted.killSwitch)),
  };
}

async function batchGet(table: Table, keys: readonly Key[]): Promise<Item[]> {
  const command = new BatchGetItemCommand({
    RequestItems: { [table.name]: { Keys: keys.map(keyOf), ConsistentRead: true } },
  });
  const answer = await relying('dynamodb:BatchGetItem', () => table.client.send(command));
  if (answer.UnprocessedKeys?.[table.name]) {
    throw new Unavailable('dynamodb:BatchGetItem left keys unread: the table is throttled');
  }
  return answer.Responses?.[table.name] ?? [];
}

async function rememberLaunch(
  table: Table,
  taskArns: readonly string[],
  launch: Launch,
): Promise<void> {
  const expiresAt = expiry(table.clock.now(), keptMs.launch);
  const puts = taskArns.map((taskArn) => ({
    PutRequest: { Item: { ...keyOf(launchKey(taskArn)), launch: json(launch), expiresAt } },
  }));
  for (let start = 0; start < puts.length; start += maxPuts) {
    const command = new BatchWriteItemCommand({
      RequestItems: { [table.name]: puts.slice(start, start + maxPuts) },
    });
    const answer = await relying('dynamodb:BatchWriteItem', () => table.client.send(command));
    if (answer.UnprocessedItems?.[table.name]) {
      throw new Unavailable('dynamodb:BatchWriteItem left items unwritten: the table is throttled');
    }
  }
}

/** An attempt never goes back: what a late duplicate remembers of an earlier one is left out. */
async function rememberLineage(table: Table, lineage: Lineage): Promise<void> {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOf(lineageKey(lineage.rootTaskArn)),
      lineage: json(lineage),
      attempt: number(lineage.attempt),
      expiresAt: expiry(table.clock.now(), keptMs.lineage),
    },
    ConditionExpression: 'attribute_not_exists(pk) OR attempt <= :attempt',
    ExpressionAttributeValues: { ':attempt': number(lineage.attempt) },
  });
  await relying('dynamodb:PutItem', async () => {
    try {
      await table.client.send(command);
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
    }
  });
}

export async function killSwitch(table: Table): Promise<KillSwitch | null> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(killSwitchKey),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  return killSwitchIn(Item);
}

/** An item that says less still stops everything. */
export const killSwitchIn = (item: Item | undefined): KillSwitch | null =>
  item
    ? {
        by: textOf(item.by) || 'somebody',
        at: textOf(item.at) || 'an unknown time',
        why: textOf(item.why) || 'no reason given',
      }
    : null;
