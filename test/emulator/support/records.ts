import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Aws, eventually } from './aws.ts';
import type { Deployed } from './stacks.ts';

/** What a stack decided about a task that stopped, once it has done all of that. */
export async function decisionOn(cloud: Aws, taskArn: string, { outputs }: Deployed) {
  const command = new GetItemCommand({
    TableName: outputs.TableName,
    Key: { pk: { S: `record#${taskArn}#5` }, sk: { S: 'restart' } },
  });
  const { Item } = await eventually(
    `a closed record of ${taskArn}`,
    () => cloud.dynamodb.send(command),
    ({ Item: item }) => item?.state?.S === 'done',
  );
  return JSON.parse(Item?.decision?.S ?? '{}');
}
