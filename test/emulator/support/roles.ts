import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Aws } from './aws.ts';

/** Takes a permission from a function for as long as `meanwhile` goes on, as a wrong change of its role would. */
export async function without<T>(
  aws: Aws,
  functionName: string,
  action: string,
  meanwhile: () => Promise<T>,
): Promise<T> {
  const { Role = '' } = await aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  const policy = { RoleName: Role.split('/').at(-1), PolicyName: 'denied-for-a-while' };
  const statement = { Effect: 'Deny', Action: action, Resource: '*' };
  const document = { Version: '2012-10-17', Statement: [statement] };
  await aws.iam.send(
    new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(document) }),
  );
  try {
    return await meanwhile();
  } finally {
    await aws.iam.send(new DeleteRolePolicyCommand(policy));
  }
}
