import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTemplate, type TemplateOptions } from '../../local/cloud/template/index.ts';
import { yml } from '../support/config.ts';
import { everything } from '../support/everything.ts';

/** Tables below write `@{` for `${`, which linters take for a forgotten template string. */
const dollars = (text: string): string => text.replaceAll('@{', '${');

/** The environment of the one function of a stack, as written. */
function environmentOf(variables: string, options: TemplateOptions = {}) {
  const template = readTemplate(
    `
service: shop
provider: { name: aws, region: "\${opt:region, 'eu-west-1'}", stage: "\${opt:stage, 'dev'}" }
custom:
  name: shelf
  dev: { size: small }
  prod: { size: big }
  list: [{ first: 1 }]
functions:
  sellIt:
    handler: functions/sell-it.handler
    environment: ${dollars(variables)}
resources:
  Conditions: { IsProd: !Equals ["\${sls:stage}", prod] }
  Parameters: { Colour: { Type: String, Default: red } }
  Resources:
    Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: goods } }
    Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    Topic: { Type: AWS::SNS::Topic }
    Token: { Type: AWS::SSM::Parameter, Properties: { Name: !Sub '/\${AWS::StackName}/token', Type: String, Value: x } }
    Role: { Type: AWS::IAM::Role }
`,
    options,
  );
  const { AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, ...own } =
    template.functions[0]?.environment ?? {};
  return own;
}

describe('a template', () => {
  test.each<[string, string, TemplateOptions]>([
    ['@{self:custom.name}', 'shelf', {}],
    ['a-@{self:custom.name}-@{sls:stage}', 'a-shelf-dev', {}],
    ['@{self:custom.@{sls:stage}.size}', 'small', {}],
    ['@{self:custom.@{sls:stage}.size}', 'big', { stage: 'prod' }],
    ['@{self:custom.list.0.first}', '1', {}],
    ["@{opt:colour, 'blue'}", 'blue', {}],
    ["@{opt:colour, 'blue'}", 'red', { options: { colour: 'red' } }],
    ["@{env:HOME_TOWN, param:town, 'Basel'}", 'Basel', {}],
    ["@{env:HOME_TOWN, param:town, 'Basel'}", 'Bern', { params: { town: 'Bern' } }],
    ["@{env:HOME_TOWN, 'x, y'}", 'x, y', {}],
    ['@{aws:region}/@{aws:accountId}', 'eu-west-1/123456789012', {}],
    ['@{aws:region}', 'us-west-2', { region: 'us-west-2' }],
    ['@{file(./shop.json):open}', 'true', { readFile: () => ({ open: true }) }],
  ])('resolves %s to %s', (written, expected, options) => {
    expect(environmentOf(`{ X: ${JSON.stringify(written)} }`, options)).toEqual({ X: expected });
  });

  test.each([
    ['!Ref Table', 'goods'],
    ['!GetAtt Table.Arn', 'arn:aws:dynamodb:eu-west-1:123456789012:table/goods'],
    ['!Ref Queue', 'https://sqs.eu-west-1.amazonaws.com/123456789012/shop-dev-Queue.fifo'],
    ['!GetAtt Queue.QueueName', 'shop-dev-Queue.fifo'],
    ['{ "Fn::GetAtt": [Queue, Arn] }', 'arn:aws:sqs:eu-west-1:123456789012:shop-dev-Queue.fifo'],
    ['!Ref Topic', 'arn:aws:sns:eu-west-1:123456789012:shop-dev-Topic'],
    ['!Ref Token', '/shop-dev/token'],
    ['!GetAtt Role.Arn', 'arn:aws:iam::123456789012:role/shop-dev-Role'],
    ['!Ref Colour', 'red'],
    ['!Ref AWS::Partition', 'aws'],
    [
      '!Sub "@{AWS::Region}/@{Table.Arn}/@{!x}"',
      'eu-west-1/arn:aws:dynamodb:eu-west-1:123456789012:table/goods/@{x}',
    ],
    ['!Sub ["@{a}@{b}", { a: !Ref Table, b: c }]', 'goodsc'],
    ['!Join ["-", [a, !Ref Table]]', 'a-goods'],
    ['!Select [1, !Split ["-", a-b]]', 'b'],
    ['!If [IsProd, yes, no]', 'no'],
    [
      '!GetAtt SellItLambdaFunction.Arn',
      'arn:aws:lambda:eu-west-1:123456789012:function:shop-dev-sellIt',
    ],
  ])('evaluates %s to %s', (written, expected) => {
    expect(environmentOf(`\n      X: ${written}`)).toEqual({ X: dollars(expected) });
  });

  test.each([
    ['{ X: "@{self:custom.missing}" }', 'leads nowhere'],
    ['\n      X: !Ref Missing', 'Missing'],
    ['\n      X: !GetAtt Table.Colour', 'Table.Colour'],
    ['{ X: "@{file(x.json)}" }', 'x.json'],
  ])('with %s is an error that names it', (written, words) => {
    expect(() => environmentOf(written)).toThrow(words);
  });

  test('leaves to a function what Serverless and Lambda would give it', () => {
    const { functions } = readTemplate(
      'service: s\nprovider: { name: aws }\nfunctions: { f: { handler: a.b } }',
    );

    expect(functions[0]).toMatchObject({
      timeoutMs: 6_000,
      memoryMiB: 1024,
      maximumRetryAttempts: 2,
      maximumEventAgeMs: 6 * 60 * 60_000,
      onFailureArn: null,
      statements: [],
    });
  });

  test('of Deckhand itself is understood, and all its queues and its table are there', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../serverless.yml'), 'utf8');

    const { functions, resources } = readTemplate(text, {
      config: yml(everything),
      readFile: () => ({}),
    });

    const taskStopped = functions.find(({ name }) => name === 'taskStopped');
    expect(taskStopped).toMatchObject({
      functionName: 'deckhand-dev-taskStopped',
      handler: 'functions/task-stopped.handler',
      timeoutMs: 30_000,
      maximumRetryAttempts: 2,
      maximumEventAgeMs: 21_600_000,
      onFailureArn: 'arn:aws:sqs:us-east-1:123456789012:deckhand-dev-FailedQueue',
      environment: { TABLE_NAME: 'deckhand-dev-Table' },
    });
    expect(taskStopped?.statements).toContainEqual({
      effect: 'Allow',
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::123456789012:role/*'],
      conditions: [
        {
          operator: 'StringEquals',
          key: 'iam:PassedToService',
          values: ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com'],
        },
      ],
    });
    expect(resources.queues).toContainEqual({
      name: 'deckhand-dev-NoticesQueue.fifo',
      delayMs: 0,
      visibilityTimeoutMs: 180_000,
      isContentDeduplicated: false,
      redrive: {
        deadLetterTargetArn:
          'arn:aws:sqs:us-east-1:123456789012:deckhand-dev-UndeliveredQueue.fifo',
        maxReceiveCount: 40,
      },
    });
    expect(resources.tables).toMatchObject([{ TableName: 'deckhand-dev-Table' }]);
  });
});
