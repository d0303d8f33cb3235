import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { rightsIn } from '../../cli/deploy/rights.ts';
import { deckhand, type Ran } from '../support/cli.ts';

/** A template in the shape that the Serverless Framework gives it. */
const template = JSON.stringify({
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table' },
    LaterQueue: { Type: 'AWS::SQS::Queue' },
    CallDueLambdaFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': ['CallDueRole', 'Arn'] } },
    },
    CallDueRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [
          {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                  Resource: [{ 'Fn::Sub': 'arn:aws:logs:log-group:/aws/lambda/callDue' }],
                },
                {
                  Effect: 'Allow',
                  Action: 'dynamodb:PutItem',
                  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
                },
                {
                  Effect: 'Allow',
                  Action: ['ecs:RunTask', 'ecs:DescribeTasks', 'ecr:BatchGetImage'],
                  Resource: '*',
                },
                {
                  Effect: 'Allow',
                  Action: ['sns:Publish'],
                  Resource: [{ Ref: 'Table' }, 'arn:aws:sns:eu-west-1:1:others'],
                },
              ],
            },
          },
        ],
      },
    },
    CallDueMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { 'Fn::GetAtt': ['CallDueLambdaFunction', 'Arn'] },
        EventSourceArn: { 'Fn::GetAtt': ['LaterQueue', 'Arn'] },
      },
    },
    CallDueRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.ecs'], 'detail-type': ['ECS Task State Change'] },
        Targets: [{ Arn: { 'Fn::GetAtt': ['CallDueLambdaFunction', 'Arn'] } }],
      },
    },
  },
});

describe('what a stack may do', () => {
  test("is what its roles allow, but for the stack's own resources", () => {
    expect(rightsIn(template)).toEqual([
      {
        name: 'callDue',
        events: ['aws.ecs: ECS Task State Change', 'LaterQueue'],
        changes: ['ecs:RunTask', 'sns:Publish'],
        looks: ['ecr:BatchGetImage', 'ecs:DescribeTasks'],
      },
    ]);
  });

  test.each([
    ['says what it may not do', '"Allow"', '"Deny"'],
    ['may do all but something', '"Action":"dynamodb:PutItem"', '"NotAction":"dynamodb:PutItem"'],
    ['may do it on all but something', '"Resource":"*"', '"NotResource":"arn:aws:ecs:::cluster/a"'],
    [
      "has a policy of AWS's",
      '"Policies":',
      '"ManagedPolicyArns":["arn:aws:iam::aws:policy/A"],"Policies":',
    ],
    ['is none of the stack', '["CallDueRole","Arn"]', '["OtherRole","Arn"]'],
  ])('is not guessed where a role %s', (_, here, other) => {
    expect(template).toContain(here);
    expect(() => rightsIn(template.replaceAll(here, other))).toThrow();
  });
});

const homes: string[] = [];

afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true });
});

/** Runs `deckhand` with a `serverless` on its PATH that packages that template, and notes what it was asked. */
async function withServerless(
  words: readonly string[],
  { config = 'mode: observe', fails = '' } = {},
): Promise<Ran & { readonly asked: readonly string[] }> {
  const home = mkdtempSync(join(tmpdir(), 'deckhand-test-'));
  homes.push(home);
  writeFileSync(join(home, 'deckhand.yml'), config);
  writeFileSync(join(home, 'template.json'), template);
  const script = `#!/bin/sh
echo "$@" >> ${home}/asked
[ "$1" = "${fails}" ] && exit 1
[ "$1" = package ] && cp ${home}/template.json "$3/cloudformation-template-update-stack.json"
echo "said by serverless"
`;
  writeFileSync(join(home, 'serverless'), script);
  chmodSync(join(home, 'serverless'), 0o755);
  writeFileSync(join(home, 'asked'), '');
  const env = { PATH: [home, process.env.PATH].join(delimiter), AWS_REGION: 'eu-west-1' };
  const ran = await deckhand(words, { cwd: home, env });
  const asked = readFileSync(join(home, 'asked'), 'utf8').trim().split('\n').filter(Boolean);
  return { ...ran, asked: asked.map((line) => line.replace(/\S*deckhand-package-\S+/, 'PACKAGE')) };
}

describe('deckhand deploy', () => {
  test('deploys the very package that it told of, when told not to ask', async () => {
    const { stdout, code, asked } = await withServerless(['deploy', '--stage', 'prod', '--yes']);

    expect(stdout).toContain('ecs: RunTask');
    expect(stdout).toContain('deckhand-prod is deployed');
    expect(asked).toEqual([
      'package --package PACKAGE --stage prod --region eu-west-1',
      'deploy --package PACKAGE --stage prod --region eu-west-1',
    ]);
    expect(code).toBe(0);
  });

  test('deploys nothing where nobody can say yes', async () => {
    const { stdout, stderr, code, asked } = await withServerless(['deploy']);

    expect(stdout).toContain('deckhand-dev in eu-west-1');
    expect(stderr).toMatch(/deckhand: nobody can be asked here: say --yes\n$/);
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['package']);
    expect(code).toBe(2);
  });

  test('packages nothing with a wrong deckhand.yml', async () => {
    const { stderr, code, asked } = await withServerless(['deploy', '--yes'], {
      config: 'mod: act',
    });

    expect(stderr).toMatch(/^deckhand: deckhand.yml: .*mod/);
    expect([code, asked]).toEqual([1, []]);
  });

  test('says one thing of a deployment that failed, and leaves the rest to serverless', async () => {
    const { stderr, code } = await withServerless(['deploy', '--yes'], { fails: 'deploy' });

    expect(stderr).toMatch(/deckhand: serverless deploy failed, see above\n$/);
    expect(code).toBe(1);
  });

  test('--json prints what the stack may do, and nothing else', async () => {
    const { stdout } = await withServerless(['deploy', '--yes', '--json']);

    expect(JSON.parse(stdout)).toEqual({
      stack: 'deckhand-dev',
      region: 'eu-west-1',
      functions: rightsIn(template),
      deployed: true,
    });
  });

  test('takes no stage that names in AWS could not have', async () => {
    const { stderr, code, asked } = await withServerless(['deploy', '--stage', 'pr/7', '--yes']);

    expect(stderr).toMatch(/^deckhand: --stage pr\/7: expected a letter/);
    expect([code, asked]).toEqual([2, []]);
  });
});

describe('deckhand remove', () => {
  test('takes the stack away, and says what stays', async () => {
    const { stdout, code, asked } = await withServerless(['remove', '--stage', 'prod', '--yes']);

    expect(stdout).toBe('deckhand-prod is gone; its table is still there\n');
    expect([code, asked]).toEqual([0, ['remove --stage prod --region eu-west-1']]);
  });

  test('asks first', async () => {
    const { code, asked } = await withServerless(['remove', '--stage', 'prod']);

    expect([code, asked]).toEqual([2, []]);
  });
});
