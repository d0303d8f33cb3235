import { z } from 'zod';
import type { QueueSettings } from '../sqs/queue.ts';
import type { Body } from '../types.ts';
import { nameOfResource, type Place } from './physical.ts';
import type { Resources } from './types.ts';

export const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  Condition: z.string().optional(),
});

export type Written = z.infer<typeof Resource>;

const Redrive = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.union([z.number(), z.string()]).transform(Number),
});
const QueueProperties = z.looseObject({
  DelaySeconds: z.number().optional(),
  VisibilityTimeout: z.number().optional(),
  ContentBasedDeduplication: z.boolean().optional(),
  RedrivePolicy: Redrive.optional(),
});
const ParameterProperties = z.looseObject({ Type: z.string(), Value: z.string() });

/** What of a table's properties `CreateTable` takes. */
const tableProperties = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
];

/** The stack's resources that the local cloud makes real; references in them are resolved already. */
export function readResources(
  resources: { readonly [logicalId: string]: Written },
  place: Place,
): Resources {
  const ofType = (type: string): { name: string; properties: Body }[] =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({
        name: nameOfResource(id, resource, place),
        properties: resource.Properties ?? {},
      }));
  return {
    tables: ofType('AWS::DynamoDB::Table').map(({ name, properties }) => ({
      TableName: name,
      ...Object.fromEntries(
        tableProperties.flatMap((key) => (key in properties ? [[key, properties[key]]] : [])),
      ),
    })),
    queues: ofType('AWS::SQS::Queue').map(({ name, properties }) => queue(name, properties)),
    schedules: ofType('AWS::Scheduler::Schedule').map(({ name, properties }) => ({
      ...properties,
      Name: name,
    })),
    topics: ofType('AWS::SNS::Topic').map(({ name }) => name),
    parameters: ofType('AWS::SSM::Parameter').map(({ name, properties }) => {
      const { Type, Value } = ParameterProperties.parse(properties);
      return { name, type: Type, value: Value };
    }),
    logGroups: ofType('AWS::Logs::LogGroup').map(({ name }) => name),
  };
}

function queue(name: string, properties: Body): QueueSettings {
  const read = QueueProperties.parse(properties);
  return {
    name,
    delayMs: (read.DelaySeconds ?? 0) * 1000,
    visibilityTimeoutMs: (read.VisibilityTimeout ?? 30) * 1000,
    isContentDeduplicated: read.ContentBasedDeduplication ?? false,
    redrive: read.RedrivePolicy ?? null,
  };
}
