import { readFileSync } from 'node:fs';
import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Aws, eventually } from './aws.ts';
import type { Packaged } from './package.ts';

/** A stack's outputs, by their names in serverless.yml. */
export type Outputs = { readonly [name: string]: string };

/**
 * Deploys what was packaged with the same calls of CloudFormation and S3 as `serverless deploy` does, but for
 * ValidateTemplate, which MiniStack does not take by address: a stack with nothing but a bucket, the functions and the
 * template into it, and the stack updated to the template.
 */
export async function deploy(aws: Aws, name: string, packaged: Packaged): Promise<Outputs> {
  const { bucketTemplate, template, artifacts } = packaged;
  await aws.cloudFormation.send(
    new CreateStackCommand({ StackName: name, TemplateBody: bucketTemplate }),
  );
  const { ServerlessDeploymentBucketName: bucket = '' } = await settled(
    aws,
    name,
    'CREATE_COMPLETE',
  );
  for (const [key, file] of artifacts) await upload(aws, bucket, key, readFileSync(file));
  const key = 'template.json';
  await upload(aws, bucket, key, withoutUnknown(template));
  await aws.cloudFormation.send(
    new UpdateStackCommand({
      StackName: name,
      TemplateURL: `${aws.endpoint}/${bucket}/${key}`,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  return settled(aws, name, 'UPDATE_COMPLETE');
}

/** Saved queries of Logs Insights, which nothing in the stack refers to: MiniStack has no such resource. */
const unknownType = 'AWS::Logs::QueryDefinition';

function withoutUnknown(template: string): string {
  const parsed: { readonly Resources: { readonly [id: string]: { readonly Type: string } } } =
    JSON.parse(template);
  const known = Object.entries(parsed.Resources).filter(([, { Type }]) => Type !== unknownType);
  return JSON.stringify({ ...parsed, Resources: Object.fromEntries(known) });
}

const upload = (aws: Aws, bucket: string, key: string, body: Uint8Array | string) =>
  aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));

/** The outputs of a stack that has come to the state that is wanted; one that comes to another fails, with why. */
export async function settled(aws: Aws, name: string, wanted: string): Promise<Outputs> {
  const stack = await eventually(
    `the stack ${name} is ${wanted}`,
    () => describe(aws, name),
    ({ StackStatus = '' }) => !/IN_PROGRESS$/.test(StackStatus),
    600_000,
  );
  if (stack.StackStatus !== wanted) throw new Error(await whyNot(aws, name, stack));
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

async function describe(aws: Aws, name: string): Promise<Partial<Stack>> {
  const { Stacks } = await aws.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks?.[0] ?? {};
}

async function whyNot(aws: Aws, name: string, stack: Partial<Stack>): Promise<string> {
  const { StackEvents = [] } = await aws.cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: name }),
  );
  const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED')).map(
    ({ LogicalResourceId, ResourceStatusReason }) =>
      `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return [`${name} is ${stack.StackStatus}: ${stack.StackStatusReason}`, ...failed].join('\n');
}
