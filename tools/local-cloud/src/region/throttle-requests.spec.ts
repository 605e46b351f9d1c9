import { Readable } from 'node:stream';
import { createDynamoDbService, type DynamoDbService } from '../dynamodb/dynamodb-service';
import { callService } from '../dynamodb/testing/call-service';
import { createMemoryStore } from '../dynamodb/testing/memory-store';
import { itemsTable } from '../dynamodb/testing/served-dynamodb';
import type { ServiceRequest } from '../http/service';
import { createThrottleRequests, type ThrottleRequests } from './throttle-requests';

let dynamodb: DynamoDbService;
let throttles: ThrottleRequests;
beforeEach(async () => {
  const clock = { now: () => 1_000 };
  dynamodb = createDynamoDbService({ store: createMemoryStore(), region: 'us-east-1', account: '000000000000', clock });
  await dynamodb.ensureTable(itemsTable);
  throttles = createThrottleRequests(dynamodb);
});

const put = (body: string, table = 'items', method = 'PUT') =>
  throttles.answer(table, {
    method,
    path: `/_local/throttle/${table}`,
    body: Readable.from([Buffer.from(body)]),
  } as ServiceRequest);
const key = { pk: { S: 'p' }, sk: { S: 's' } };
const write = () => callService(dynamodb, 'PutItem', { TableName: 'items', Item: key });
const read = () => callService(dynamodb, 'GetItem', { TableName: 'items', Key: key });

describe('throttling on demand', () => {
  it('refuses what is asked for, until something else is asked for', async () => {
    expect(await put('{"share":1,"operation":"PutItem"}')).toEqual({ share: 1, operation: 'PutItem' });
    await expect(write()).rejects.toMatchObject({ code: 'ProvisionedThroughputExceededException', status: 400 });
    await read();
    await put('{"share":1,"as":"ThrottlingException"}');
    await expect(read()).rejects.toMatchObject({ code: 'ThrottlingException' });
    await put('{"share":0}');
    await write();
  });

  it.each([
    ['no JSON', 'The body is not JSON.'],
    ['{"part":1}', 'There is no setting "part".'],
    ['{"share":2}', 'share is no number from 0 to 1.'],
    ['{"share":1,"operation":1}', 'operation is no text.'],
    ['{"share":1,"as":"Busy"}', '"Busy" is no code of throttling.'],
  ])('refuses %s, and says what to write', async (body, why) => {
    await expect(put(body)).rejects.toThrow(
      `${why} Write {"share": 0.5}; "operation": "PutItem" and "as": "ThrottlingException" may be added.`,
    );
    await write();
  });

  it('is of a table that is there, and is put', async () => {
    await expect(put('{"share":1}', 'nowhere')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await expect(put('', 'items', 'GET')).rejects.toMatchObject({ status: 405 });
  });
});
