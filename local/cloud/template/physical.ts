import { domainOf } from '../partition.ts';
import { isBody } from '../protocols/json.ts';

/** Where the stack lives. */
export type Place = {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
};

/** A resource as CloudFormation's functions see it: what `Ref` gives, and `Fn::GetAtt` by attribute. */
export type Physical = {
  readonly ref: string;
  readonly attributes: { readonly [name: string]: string };
};

/** Properties that name a resource, by type. */
const nameProperties: { readonly [type: string]: string } = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
};

/** The resource's own name, or the one CloudFormation makes up: the stack's and the logical one, joined. */
export function nameOfResource(
  logicalId: string,
  resource: { readonly Type: string; readonly Properties?: unknown },
  { stackName }: Place,
): string {
  const properties = isBody(resource.Properties) ? resource.Properties : {};
  const given = properties[nameProperties[resource.Type] ?? 'Name'];
  if (typeof given === 'string') return given;
  const isFifo = properties.FifoQueue === true || properties.FifoTopic === true;
  return `${stackName}-${logicalId}${isFifo ? '.fifo' : ''}`;
}

/** What a resource of a type is called by `Ref` and `Fn::GetAtt`. */
export function physicalOf(type: string, name: string, place: Place): Physical {
  const { account, region, partition } = place;
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  switch (type) {
    case 'AWS::DynamoDB::Table':
      return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
    case 'AWS::SQS::Queue': {
      const url = `https://sqs.${region}.${domainOf(partition)}/${account}/${name}`;
      return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
    }
    case 'AWS::SNS::Topic':
      return {
        ref: arn('sns', name),
        attributes: { TopicArn: arn('sns', name), TopicName: name },
      };
    case 'AWS::Logs::LogGroup':
      return { ref: name, attributes: { Arn: `${arn('logs', `log-group:${name}`)}:*` } };
    case 'AWS::IAM::Role': {
      const attributes = { Arn: `arn:${partition}:iam::${account}:role/${name}` };
      return { ref: name, attributes };
    }
    case 'AWS::Lambda::Function':
      return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
    default:
      return { ref: name, attributes: { Arn: arn('unknown', name) } };
  }
}
