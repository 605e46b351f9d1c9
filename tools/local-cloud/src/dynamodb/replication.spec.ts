import fc from 'fast-check';
import type { Change } from './change-log';
import { createDynamoDbService, type DynamoDbService } from './dynamodb-service';
import type { ReplicatedChange } from './replication';
import { callService } from './testing/call-service';
import { createMemoryStore, type MemoryStore } from './testing/memory-store';
import { itemsTable } from './testing/served-dynamodb';
import type { Item } from './value/attribute-value';

class Region {
  time = 1000;
  store: MemoryStore = createMemoryStore();
  service!: DynamoDbService;

  constructor(readonly name: string) {}

  async boot(): Promise<this> {
    this.service = createDynamoDbService({
      store: this.store,
      region: this.name,
      account: '000000000000',
      clock: { now: () => this.time },
    });
    await this.service.ensureTable({ ...itemsTable, replicas: ['east', 'west'] });
    return this;
  }

  put = (sk: string, value: string) =>
    callService(this.service, 'PutItem', {
      TableName: 'items',
      Item: { ...key(sk), v: { S: value }, gpk: { S: value } },
    });

  remove = (sk: string) => callService(this.service, 'DeleteItem', { TableName: 'items', Key: key(sk) });

  apply = (change: ReplicatedChange) => this.service.applyReplicated('items', change);

  async changes(from = 1): Promise<Change[]> {
    const { newest } = this.service.changeRange('items');
    const changes: Change[] = [];
    if (newest < from) return changes;
    for await (const change of this.service.changes('items', from, new AbortController().signal)) {
      changes.push(change);
      if (change.sequence === newest) break;
    }
    return changes;
  }

  async items(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this.service.scanAll('items')) items.push(item);
    return items;
  }

  async indexed(value: string): Promise<unknown> {
    const input = {
      TableName: 'items',
      IndexName: 'keys-index',
      KeyConditionExpression: 'gpk = :g',
      ExpressionAttributeValues: { ':g': { S: value } },
      Select: 'COUNT',
    };
    return (await callService(this.service, 'Query', input))['Count'];
  }
}

const key = (sk: string): Item => ({ pk: { S: 'p' }, sk: { S: sk } });
let east: Region;
let west: Region;
beforeEach(async () => {
  east = await new Region('east').boot();
  west = await new Region('west').boot();
});

const local = (changes: readonly Change[]): readonly Change[] => changes.filter(({ replicated }) => !replicated);

describe('applying a change of another region', () => {
  test('makes it here: item, index and stream, marked as replicated', async () => {
    await east.put('a', 'one');
    const [change] = await east.changes();
    expect(await west.apply(change!)).toBe(true);
    expect(await west.items()).toEqual(await east.items());
    expect(await west.indexed('one')).toBe(1);
    expect(await west.changes()).toMatchObject([
      { sequence: 1, type: 'INSERT', replicated: true, timestamp: change!.timestamp, after: { v: { S: 'one' } } },
    ]);
  });

  test('again, or late, changes nothing', async () => {
    await east.put('a', 'one');
    await east.put('a', 'two');
    const [first, second] = await east.changes();
    expect(await west.apply(second!)).toBe(true);
    expect(await west.apply(second!)).toBe(false);
    expect(await west.apply(first!)).toBe(false);
    expect(await west.items()).toEqual(await east.items());
    expect(await west.changes()).toHaveLength(1);
  });

  test('the later write wins, a tie by region', async () => {
    await east.put('a', 'east');
    await west.put('a', 'west');
    const [ofEast] = await east.changes();
    const [ofWest] = await west.changes();
    expect(await west.apply(ofEast!)).toBe(false);
    expect(await east.apply(ofWest!)).toBe(true);
    expect(await east.items()).toMatchObject([{ v: { S: 'west' } }]);
    expect(await east.items()).toEqual(await west.items());
  });

  test('a delete wins over an older write that arrives after it, also of an item never seen', async () => {
    await east.put('a', 'one');
    await east.remove('a');
    const [written, deleted] = await east.changes();
    expect(await west.apply(deleted!)).toBe(true);
    expect(await west.apply(written!)).toBe(false);
    expect(await west.items()).toEqual([]);
  });

  test('a write here after a change from a clock ahead is still the later one', async () => {
    east.time = 9000;
    await east.put('a', 'ahead');
    const [change] = await east.changes();
    await west.apply(change!);
    await west.put('a', 'after');
    expect(await east.apply((await west.changes()).at(-1)!)).toBe(true);
    expect(await east.items()).toMatchObject([{ v: { S: 'after' } }]);
  });

  test('of the same content here already, the later timestamp is kept, over a restart too', async () => {
    await east.put('a', 'same');
    west.time = 9000;
    await west.put('a', 'between');
    await west.put('a', 'same');
    const [between, same] = await west.changes();
    expect(await east.apply(same!)).toBe(true);
    expect(await east.changes()).toHaveLength(1);
    expect(await east.apply(between!)).toBe(false);
    await east.boot();
    await east.put('a', 'after');
    expect(await west.apply((await east.changes()).at(-1)!)).toBe(true);
    expect(await west.items()).toMatchObject([{ v: { S: 'after' } }]);
  });

  test('a late change from a clock behind does not set the clock back over a restart', async () => {
    west.time = 50;
    await west.put('b', 'behind');
    east.time = 9000;
    await east.put('a', 'ahead');
    await east.apply((await west.changes())[0]!);
    east.time = 10;
    await east.boot();
    await east.put('c', 'new');
    expect((await east.changes()).at(-1)!.timestamp.ms).toBe(9000);
  });

  test('the clock does not go back over a restart, whatever the wall clock does', async () => {
    east.time = 9000;
    await east.put('a', 'before the restart');
    east.time = 10;
    await east.boot();
    await east.put('b', 'after it');
    const [first, second] = await east.changes();
    expect(second!.timestamp.ms).toBe(9000);
    expect(second!.timestamp.counter).toBeGreaterThan(first!.timestamp.counter);
    expect(second!.sequence).toBe(2);
  });

  test('deletes are remembered as long as changes are', async () => {
    await east.put('a', 'one');
    await east.remove('a');
    await east.service.trim(east.time + 24 * 60 * 60 * 1000);
    const older: ReplicatedChange = {
      keys: key('a'),
      after: { ...key('a'), v: { S: 'older' } },
      timestamp: { ms: 1, counter: 0, region: 'west' },
      expired: false,
    };
    expect(await east.apply(older)).toBe(false);
    await east.service.trim(east.time + 24 * 60 * 60 * 1000 + 1);
    expect(await east.apply(older)).toBe(true);
  });
});

describe('two regions', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        write: fc.constantFrom('a', 'b'),
        value: fc.constantFrom('x', 'y', 'z', undefined),
        at: fc.nat(1),
      }),
    },
    { weight: 2, arbitrary: fc.record({ clock: fc.nat(1), time: fc.integer({ min: 900, max: 1100 }) }) },
    { weight: 2, arbitrary: fc.record({ deliver: fc.nat(1), which: fc.nat(10) }) },
    { weight: 1, arbitrary: fc.record({ restart: fc.nat(1) }) },
  );

  test('are equal once every change has arrived, in any order, more than once, across restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.infiniteStream(fc.nat(100)), async (steps, shuffle) => {
        const regions = [await new Region('east').boot(), await new Region('west').boot()] as const;
        const other = (at: number): Region => regions[1 - at]!;
        for (const each of steps) {
          if ('write' in each) {
            const region = regions[each.at]!;
            await (each.value === undefined ? region.remove(each.write) : region.put(each.write, each.value));
          } else if ('clock' in each) {
            regions[each.clock]!.time = each.time;
          } else if ('restart' in each) {
            await regions[each.restart]!.boot();
          } else {
            const changes = local(await other(each.deliver).changes());
            const change = changes[each.which % Math.max(1, changes.length)];
            if (change !== undefined) await regions[each.deliver]!.apply(change);
          }
        }
        for (const at of [0, 1]) {
          const pending = [...local(await other(at).changes())];
          while (pending.length > 0) {
            const [change] = pending.splice(shuffle.next().value % pending.length, 1);
            await regions[at]!.apply(change!);
          }
        }
        expect(await regions[0].items()).toEqual(await regions[1].items());
        for (const value of ['x', 'y', 'z']) {
          expect(await regions[0].indexed(value)).toBe(await regions[1].indexed(value));
        }
      }),
      { numRuns: 60 },
    );
  });
});
