import { crc32 } from 'node:zlib';
import { AccessDenied } from '../http/service';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from './testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

describe('the protocol', () => {
  test('every answer, a fault too, carries the checksum of its body', async () => {
    for (const body of [{}, { TableName: 'nowhere' }]) {
      const response = await fetch(served.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
        body: JSON.stringify(body),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(bytes)));
      expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    }
  });

  test.each([
    ['CreateTable', 'the operation CreateTable'],
    ['ExecuteStatement', 'the operation ExecuteStatement'],
    ['toString', 'the operation toString'],
  ])('%s is not emulated, and named', async (operation, named) => {
    const { status, json } = await callRaw(served, operation, {});
    expect(status).toBe(501);
    expect(json).toMatchObject({ message: `The local cloud does not emulate ${named} of DynamoDB.` });
  });

  test('access denied is DynamoDB’s own kind of it', async () => {
    served.refuse = (action, resource) => {
      throw new AccessDenied(`User: nobody is not authorized to perform: ${action} on resource: ${resource}`);
    };
    const { status, json } = await callRaw(served, 'GetItem', { TableName: 'hash', Key: { pk: { S: 'p' } } });
    served.refuse = undefined;
    expect([status, json]).toEqual([
      400,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message:
          'User: nobody is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/hash',
      },
    ]);
  });

  test('a table that is not there is not told apart from one that is, to those who may not', async () => {
    served.refuse = () => {
      throw new AccessDenied('no');
    };
    const query = {
      TableName: 'nowhere',
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
    };
    const calls: [string, object][] = [
      ['Query', query],
      ['Scan', { TableName: 'nowhere' }],
      ['DescribeTable', { TableName: 'nowhere' }],
      ['PutItem', { TableName: 'nowhere', Item: { pk: { S: 'p' } } }],
    ];
    for (const [operation, body] of calls) {
      expect((await callRaw(served, operation, body)).json['__type']).toContain('#AccessDeniedException');
    }
    served.refuse = undefined;
  });

  test('a GET says that it is healthy', async () => {
    expect(await (await fetch(served.endpoint)).text()).toBe('healthy: dynamodb.us-east-1.amazonaws.com ');
  });
});
