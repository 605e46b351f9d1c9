import { createDynamoDbService, type DynamoDbService } from './dynamodb-service';
import { callService } from './testing/call-service';
import { createMemoryStore } from './testing/memory-store';
import { itemsTable, otherTables } from './testing/served-dynamodb';
import type { AttributeValue } from './value/attribute-value';

const NOW = Date.UTC(2026, 5, 1);
const YEAR = 365 * 24 * 60 * 60;
const seconds = NOW / 1000;

let service: DynamoDbService;
beforeEach(async () => {
  service = createDynamoDbService({
    store: createMemoryStore(),
    region: 'us-east-1',
    account: '000000000000',
    clock: { now: () => NOW },
  });
  for (const table of [itemsTable, ...otherTables]) await service.ensureTable(table);
});

const put = (sk: string, expiresAt?: AttributeValue) =>
  callService(service, 'PutItem', {
    TableName: 'items',
    Item: { pk: { S: 'p' }, sk: { S: sk }, ...(expiresAt && { expiresAt }) },
  });

async function left(): Promise<(string | undefined)[]> {
  const keys: (string | undefined)[] = [];
  for await (const item of service.scanAll('items')) keys.push(item['sk']?.S);
  return keys;
}

test('items are deleted when their time to live has ended, and only then', async () => {
  await put('ended', { N: String(seconds) });
  await put('just now', { N: String(seconds - 0.5) });
  await put('not yet', { N: String(seconds + 1) });
  await put('never');
  await put('not a number', { S: String(seconds - 1) });
  await put('a mistake', { N: String(seconds - 5 * YEAR - 1) });
  expect(await service.expire(NOW)).toBe(2);
  expect(await left()).toEqual(['a mistake', 'never', 'not a number', 'not yet']);
});

test('the service deletes, not a client', async () => {
  await put('ended', { N: String(seconds - 1) });
  await service.expire(NOW);
  for await (const change of service.changes('items', 2, AbortSignal.timeout(5000))) {
    expect(change).toMatchObject({ type: 'REMOVE', expired: true, replicated: false, before: { sk: { S: 'ended' } } });
    break;
  }
});

test('an item that was renewed while the sweep ran stays', async () => {
  await put('a', { N: String(seconds - 1) });
  await put('b', { N: String(seconds - 1) });
  const sweep = service.expire(NOW);
  await put('b', { N: String(seconds + 1) });
  await sweep;
  expect(await left()).toEqual(['b']);
});
