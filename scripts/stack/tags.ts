import type { Resource, Resources } from './template.ts';

/** The types that take `Tags` as a list of keys and values. */
const takesTags = [
  'AWS::CloudWatch::Alarm',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
];

/** The types that cannot be tagged. Source: the AWS CloudFormation template reference. */
const takesNone = [
  'AWS::CloudWatch::Dashboard',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::QueryDefinition',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
];

/** Tags whatever can be tagged, and throws for a type of which that is not known yet. */
export function tagged(resources: Resources, tags: { readonly [key: string]: string }): Resources {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, withTags(resource, Tags)]),
  );
}

function withTags(resource: Resource, Tags: readonly object[]): Resource {
  if (takesNone.includes(resource.Type)) return resource;
  if (!takesTags.includes(resource.Type)) {
    throw new Error(`scripts/stack/tags.ts: does ${resource.Type} take tags?`);
  }
  return { ...resource, Properties: { ...resource.Properties, Tags } };
}
