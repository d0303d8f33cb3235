import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Aws, eventually } from './aws.ts';
import type { Deployed } from './stacks.ts';

/** What a stack decided about a signal, once it has done all of that. */
export async function decisionOn(
  cloud: Aws,
  { outputs }: Deployed,
  signalId: string,
  playbook: string,
) {
  const command = new GetItemCommand({
    TableName: outputs.TableName,
    Key: { pk: { S: `record#${signalId}` }, sk: { S: playbook } },
  });
  const { Item } = await eventually(
    `a closed record of ${signalId} by ${playbook}`,
    () => cloud.dynamodb.send(command),
    ({ Item: item }) => item?.state?.S === 'done',
  );
  return JSON.parse(Item?.decision?.S ?? '{}');
}

/** What a stack decided about a task that stopped. */
export const decisionOnTask = (cloud: Aws, stack: Deployed, taskArn: string) =>
  decisionOn(cloud, stack, `${taskArn}#5`, 'restart');

/** What a stack decided about the first push to a repository that it heard of. */
export async function decisionOnPush(
  cloud: Aws,
  { outputs }: Deployed,
  repository: string,
  playbook: string,
) {
  const command = new ScanCommand({
    TableName: outputs.TableName,
    FilterExpression: 'begins_with(pk, :pk) AND sk = :sk',
    ExpressionAttributeValues: {
      ':pk': { S: `record#111122223333/eu-west-1/${repository}/` },
      ':sk': { S: playbook },
    },
  });
  const { Items = [] } = await eventually(
    `a closed record of a push to ${repository} by ${playbook}`,
    () => cloud.dynamodb.send(command),
    ({ Items: found = [] }) => found[0]?.state?.S === 'done',
  );
  return JSON.parse(Items[0]?.decision?.S ?? '{}');
}
