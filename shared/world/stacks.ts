import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Known, known } from '../core/known.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

/** The outputs of a stack by their keys. */
export type StackOutputs = { readonly [key: string]: string };

/**
 * What a stack says of itself; `null` where there is none of this name. CloudFormation calls that a
 * `ValidationError`, told apart from others by its words only.
 *
 * @throws Unavailable for what a later try may mend.
 */
export async function stackOutputs(
  connection: Connection,
  stackName: string,
): Promise<Known<StackOutputs | null>> {
  const client = new CloudFormationClient(connection.settings());
  return looking<StackOutputs | null>(
    'cloudformation:DescribeStacks',
    async () => {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
      const outputs = Stacks?.[0]?.Outputs ?? [];
      return Object.fromEntries(
        outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      );
    },
    (thrown) =>
      thrown instanceof Error && /does not exist/.test(thrown.message) ? known(null) : null,
  );
}
