import { readTemplate } from '../../../local/cloud/template/index.ts';

/** A stack with one of everything that the local cloud makes real. */
export const smallStack = readTemplate(`
service: small
provider:
  name: aws
  region: eu-west-1
  timeout: 10
  environment: { TABLE_NAME: !Ref Table }
functions:
  watcher:
    handler: functions/watcher.handler
    destinations: { onFailure: { type: sqs, arn: !GetAtt Failed.Arn } }
    events:
      - eventBridge: { pattern: { source: [test.app], detail: { colour: [red] } } }
    iamRoleStatements:
      - { Effect: Allow, Action: [sqs:SendMessage], Resource: [!GetAtt Failed.Arn, !GetAtt Work.Arn] }
      - { Effect: Allow, Action: 'dynamodb:*Item', Resource: !GetAtt Table.Arn }
      - { Effect: Allow, Action: 'sns:Publish', Resource: '*' }
      - { Effect: Deny, Action: 'dynamodb:DeleteItem', Resource: '*' }
  worker:
    handler: functions/worker.handler
    events:
      - sqs: { arn: !GetAtt Work.Arn, batchSize: 10, functionResponseType: ReportBatchItemFailures }
  teller:
    handler: functions/teller.handler
    events:
      - sqs: { arn: !GetAtt Told.Arn, functionResponseType: ReportBatchItemFailures }
resources:
  Resources:
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
        KeySchema: [{ AttributeName: pk, KeyType: HASH }]
    Work:
      Type: AWS::SQS::Queue
      Properties:
        VisibilityTimeout: 60
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 }
    Told:
      Type: AWS::SQS::Queue
      Properties: { FifoQueue: true, VisibilityTimeout: 60 }
    Dead: { Type: AWS::SQS::Queue }
    Failed: { Type: AWS::SQS::Queue }
    Topic: { Type: AWS::SNS::Topic }
`);
