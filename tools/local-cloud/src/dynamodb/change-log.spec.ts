import type { Change } from './change-log';
import { createDynamoDbService, type DynamoDbService } from './dynamodb-service';
import { createMemoryStore, type MemoryStore } from './testing/memory-store';
import { callService } from './testing/call-service';
import { itemsTable } from './testing/served-dynamodb';

let store: MemoryStore;
let service: DynamoDbService;
let time = 1_000_000;

beforeEach(async () => {
  store = createMemoryStore();
  service = createDynamoDbService({ store, region: 'us-east-1', account: '000000000000', clock: { now: () => time } });
  await service.ensureTable(itemsTable);
});

const put = (sk: string, value = '1') =>
  callService(service, 'PutItem', {
    TableName: 'items',
    Item: { pk: { S: 'p' }, sk: { S: sk }, v: { N: value }, gpk: { S: 'g' } },
  });

async function take(changes: AsyncIterable<Change>, count: number): Promise<Change[]> {
  const taken: Change[] = [];
  if (count === 0) return taken;
  for await (const change of changes) {
    taken.push(change);
    if (taken.length === count) break;
  }
  return taken;
}

describe('following a table', () => {
  test('gives what was, and then what comes', async () => {
    await put('a');
    await put('b');
    const { signal } = new AbortController();
    const following = take(service.changes('items', 2, signal), 3);
    await put('c');
    await put('a', '2');
    const changes = await following;
    expect(changes.map(({ sequence, type, keys }) => [sequence, type, keys['sk']?.S])).toEqual([
      [2, 'INSERT', 'b'],
      [3, 'INSERT', 'c'],
      [4, 'MODIFY', 'a'],
    ]);
    expect(changes[2]).toMatchObject({
      before: { v: { N: '1' } },
      after: { v: { N: '2' } },
      timestamp: { region: 'us-east-1' },
      replicated: false,
      expired: false,
    });
  });

  test('never gives a change that a crash could undo', async () => {
    store.hold();
    const writing = put('a');
    const change = 'dynamodb/items/changes/000000000000000000001';
    while (store.get(change) === undefined) await new Promise((resolve) => setImmediate(resolve));
    const seen: number[] = [];
    const following = (async () => {
      for await (const { sequence } of service.changes('items', 1, AbortSignal.timeout(5000))) {
        seen.push(sequence);
        return;
      }
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    store.release();
    await Promise.all([writing, following]);
    expect(seen).toEqual([1]);
  });

  test('ends with its signal, asleep or not', async () => {
    const abort = new AbortController();
    const following = take(service.changes('items', 1, abort.signal), 1);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect(await following).toEqual([]);
  });

  test('from before what is kept is refused', async () => {
    await put('a');
    time += 24 * 60 * 60 * 1000 + 1;
    await put('b');
    await service.trim(time);
    expect(service.changeRange('items')).toEqual({ oldest: 2, newest: 2 });
    await expect(take(service.changes('items', 1, new AbortController().signal), 1)).rejects.toThrow(
      "Change 1 of table 'items' was trimmed; the oldest kept is 2.",
    );
    expect(await take(service.changes('items', 2, new AbortController().signal), 1)).toHaveLength(1);
  });
});

describe('trimming', () => {
  test('removes what is older, in as many batches as it takes, and goes on counting', async () => {
    for (let i = 0; i < 1100; i++) await put(`s${i}`);
    time += 24 * 60 * 60 * 1000 + 1;
    await put('late');
    await service.trim(time);
    expect(service.changeRange('items')).toEqual({ oldest: 1101, newest: 1101 });
    await service.trim(time + 24 * 60 * 60 * 1000 + 1);
    expect(service.changeRange('items')).toEqual({ oldest: 1102, newest: 1101 });
    await put('later');
    expect(service.changeRange('items')).toEqual({ oldest: 1102, newest: 1102 });
  });
});
