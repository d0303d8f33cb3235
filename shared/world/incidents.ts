import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../core/errors.ts';
import type { Incident } from '../core/incident.ts';
import { relying } from './failures.ts';
import { listed, openIncident } from './listed.ts';
import { expiry, json, type Key, keptMs, keyOf, number, parsed, type Table } from './table.ts';

const incidentKey = (receiver: string, incident: string): Key => ({
  pk: `incidents#${receiver}`,
  sk: incident,
});

export async function loadIncident(
  table: Table,
  receiver: string,
  incident: string,
): Promise<Incident | null> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyOf(incidentKey(receiver, incident)),
    ConsistentRead: true,
  });
  const { Item } = await relying('dynamodb:GetItem', () => table.client.send(command));
  return parsed<Incident>(Item?.incident);
}

/** `revision` is the one that was loaded, 0 for a new incident; what is stored has the next one. */
export async function saveIncident(table: Table, incident: Incident): Promise<void> {
  const revision = incident.revision + 1;
  const command = new PutItemCommand({
    TableName: table.name,
    Item: {
      ...keyOf(incidentKey(incident.receiver, incident.key)),
      incident: json({ ...incident, revision }),
      revision: number(revision),
      ...(incident.resolvedAt === undefined ? listed(openIncident, incident.openedAt) : {}),
      expiresAt: expiry(table.clock.now(), keptMs.incident),
    },
    ConditionExpression:
      incident.revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :loaded',
    ...(incident.revision === 0
      ? {}
      : { ExpressionAttributeValues: { ':loaded': number(incident.revision) } }),
  });
  try {
    await table.client.send(command);
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) {
      throw new Unavailable(`somebody else wrote the incident ${incident.key} meanwhile`, {
        cause,
      });
    }
    await relying('dynamodb:PutItem', () => Promise.reject(cause));
  }
}
