import dynalite from 'dynalite';
import inject from 'light-my-request';
import { isBody, readJson } from '../protocols/json.ts';
import { type ApiAction, ApiError, type Body, type Kernel, type Service } from '../types.ts';

const operations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTable',
] as const;

/** dynalite wants to see a signature, but does not verify it. */
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
};

/** Amazon DynamoDB: dynalite in this process, without a socket. Conditions and expressions are evaluated for real. */
export function createDynamoDb(kernel: Kernel): { readonly service: Service } {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const dispatch = (request: unknown, response: unknown): void => {
    server.emit('request', request, response);
  };

  async function send(operation: string, input: Body): Promise<Body> {
    const response = await inject(dispatch, {
      method: 'POST',
      url: '/',
      headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      payload: JSON.stringify(input),
    });
    const body = readJson(response.payload);
    if (response.statusCode === 200) return body;
    const { __type: type = '', message, Message, ...rest } = body;
    const code = String(type).split('#').at(-1) ?? '';
    throw new ApiError(code, String(message ?? Message ?? code), response.statusCode, rest);
  }

  const actions = operations.map((operation): [string, ApiAction] => [
    operation,
    {
      permissions: (input) => permissionsOf(operation, input, kernel),
      answer: (input) => answer(operation, input, send),
    },
  ]);
  return { service: { name: 'dynamodb', actions: Object.fromEntries(actions) } };
}

type Send = (operation: string, input: Body) => Promise<Body>;

/** dynalite does not know `ReturnValuesOnConditionCheckFailure`: the item is looked up here. */
async function answer(operation: string, input: Body, send: Send): Promise<Body> {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...known } = input;
  try {
    return await send(operation, known);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'ConditionalCheckFailedException')
      throw error;
    if (wanted !== 'ALL_OLD') throw error;
    const { TableName } = known;
    const Key = known.Key ?? (await keyOf(TableName, known.Item, send));
    const { Item } = await send('GetItem', { TableName, Key, ConsistentRead: true });
    throw new ApiError(error.code, error.message, error.status, Item ? { Item } : {});
  }
}

async function keyOf(TableName: unknown, item: unknown, send: Send): Promise<Body> {
  const { Table } = await send('DescribeTable', { TableName });
  const schema = isBody(Table) && Array.isArray(Table.KeySchema) ? Table.KeySchema : [];
  const names = schema.map((element) => (isBody(element) ? String(element.AttributeName) : ''));
  return Object.fromEntries(names.map((name) => [name, isBody(item) ? item[name] : undefined]));
}

function permissionsOf(operation: string, input: Body, kernel: Kernel) {
  const action = `dynamodb:${operation}`;
  const { account, region, partition } = kernel;
  const arn = (table: string): string =>
    `arn:${partition}:dynamodb:${region}:${account}:table/${table}`;
  const { TableName, IndexName, RequestItems } = input;
  if (isBody(RequestItems)) {
    return Object.keys(RequestItems).map((table) => ({ action, resource: arn(table) }));
  }
  if (typeof TableName !== 'string') return [{ action, resource: '*' }];
  const index = typeof IndexName === 'string' ? `/index/${IndexName}` : '';
  return [{ action, resource: `${arn(TableName)}${index}` }];
}
