import { z } from 'zod';
import { action } from '../action.ts';
import type { Template } from '../template/index.ts';
import { ApiError, type Kernel, type Service } from '../types.ts';

const DescribeStacks = z.object({ StackName: z.string().optional() });

/** AWS CloudFormation, as far as its one stack is asked what came of it. */
export function createCloudFormation(
  kernel: Kernel,
  { stackName, outputs }: Template,
): { readonly service: Service } {
  const createdAt = new Date(kernel.time.now());
  const place = `${kernel.region}:${kernel.account}`;
  const arn = `arn:${kernel.partition}:cloudformation:${place}:stack/${stackName}/${kernel.dice.uuid()}`;
  const describe = action({
    input: DescribeStacks,
    permissions: () => [{ action: 'cloudformation:DescribeStacks', resource: arn }],
    answer({ StackName }) {
      if (StackName !== undefined && StackName !== stackName && StackName !== arn) {
        throw new ApiError('ValidationError', `Stack with id ${StackName} does not exist`);
      }
      return {
        Stacks: [
          {
            StackId: arn,
            StackName: stackName,
            CreationTime: createdAt,
            StackStatus: 'CREATE_COMPLETE',
            Outputs: outputs.map(({ key, value, description }) => ({
              OutputKey: key,
              OutputValue: value,
              ...(description === null ? {} : { Description: description }),
            })),
          },
        ],
      };
    },
  });
  return { service: { name: 'cloudformation', actions: { DescribeStacks: describe } } };
}
