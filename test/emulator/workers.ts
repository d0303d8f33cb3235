import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { settled } from './support/deploy.ts';
import type { Stacks } from './support/stacks.ts';

/** A stack with one function, which answers the version of the Node that it runs on. */
const template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
    },
    Version: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'version-of-node',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => process.version;' },
      },
    },
  },
};

/** MiniStack runs functions on whatever `node` it finds first. */
export function aboutWorkers({ cloud }: Stacks): void {
  describe('a function', () => {
    test('runs on the Node that it is deployed for', async () => {
      const StackName = 'version-of-node';
      const TemplateBody = JSON.stringify(template);
      const Capabilities = ['CAPABILITY_IAM' as const];
      await cloud.cloudFormation.send(
        new CreateStackCommand({ StackName, TemplateBody, Capabilities }),
      );
      await settled(cloud, StackName, 'CREATE_COMPLETE');

      const { Payload } = await cloud.lambda.send(new InvokeCommand({ FunctionName: StackName }));

      expect(JSON.parse(Payload?.transformToString() ?? '')).toMatch(/^v24\./);
    });
  });
}
