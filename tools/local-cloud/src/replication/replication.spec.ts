import fc from 'fast-check';
import { createMemoryStore } from '../dynamodb/testing/memory-store';
import { freePort } from '../region/testing/free-port';
import { decodeBatch } from './change-batch';
import { Replica, replicated, until } from './testing/replica';

let east: Replica;
let west: Replica;

beforeEach(async () => {
  const [eastPort, westPort] = [await freePort(), await freePort()];
  east = new Replica('us-east-1', eastPort, { 'us-west-2': `http://127.0.0.1:${westPort}` });
  west = new Replica('us-west-2', westPort, { 'us-east-1': `http://127.0.0.1:${eastPort}` });
  await Promise.all([east.boot(), west.boot()]);
});
afterEach(async () => {
  await Promise.all([east.stop(), west.stop()]);
  expect([...east.troubles, ...west.troubles]).toEqual([]);
});

const partition = (partitioned: boolean) => east.replication.change({ partitioned });

describe('what is written', () => {
  it('in one region reaches the other, deletes too', async () => {
    await east.put('a', 'east');
    await west.put('b', 'west');
    await replicated(east, west);
    expect(await east.values()).toEqual({ a: 'east', b: 'west' });
    expect(await west.values()).toEqual({ a: 'east', b: 'west' });

    await west.remove('a');
    await replicated(east, west);
    expect(await east.values()).toEqual({ b: 'west' });
  });

  it('and has expired in one region is gone from the other', async () => {
    const now = Date.now();
    await east.put('a', 'short', { expiresAt: { N: String(Math.floor(now / 1000) + 60) } });
    await replicated(east, west);
    expect(await west.values()).toEqual({ a: 'short' });
    await east.dynamodb.expire(now + 120_000);
    await replicated(east, west);
    expect(await west.values()).toEqual({});
  });

  it('elsewhere is not sent back', async () => {
    await east.put('a', 'east');
    await replicated(east, west);
    await partition(true);
    await west.put('b', 'west');
    await west.replication.change({ partitioned: false });
    const pulled = west.replication.pull({ table: 'items', region: 'us-east-1', history: '', from: 1, wait: true });
    expect(decodeBatch(await pulled)).toMatchObject({ next: 3, changes: [{ after: { v: { S: 'west' } } }] });
  });

  it('by both at once ends the same in both, the later timestamp standing', async () => {
    await partition(true);
    west.ahead = 5_000;
    await Promise.all([east.put('a', 'east'), west.put('a', 'west'), east.put('b', 'east')]);
    await east.remove('b');
    await west.put('b', 'west');
    await partition(false);
    await replicated(east, west);
    expect(await east.values()).toEqual({ a: 'west', b: 'west' });
    expect(await west.values()).toEqual(await east.values());
  });
});

describe('a line that is disturbed', () => {
  it('lets nothing through in either direction while it is cut, and everything afterwards', async () => {
    await partition(true);
    await until(async () => !(await west.status()).replicas[0]?.connected);
    await east.put('a', 'east');
    await west.put('b', 'west');
    await west.put('c', 'west');
    expect(await east.status()).toMatchObject({ partitioned: true, replicas: [{ connected: false, backlog: 1 }] });
    expect(await west.status()).toMatchObject({ partitioned: false, replicas: [{ connected: false, backlog: 2 }] });
    expect(await east.values()).toEqual({ a: 'east' });
    expect(await west.values()).toEqual({ b: 'west', c: 'west' });
    await partition(false);
    await replicated(east, west);
    expect(await west.values()).toEqual({ a: 'east', b: 'west', c: 'west' });
    expect(await east.values()).toEqual(await west.values());
  });

  it('stays cut over a restart', async () => {
    await partition(true);
    await east.restart();
    expect(await east.status()).toMatchObject({ partitioned: true, lagMs: 0 });
  });

  it('holds what one region changes back for its lag', async () => {
    await east.replication.change({ lagMs: 3_600_000 });
    await east.put('a', 'late');
    await west.put('b', 'soon');
    await replicated(west);
    expect(await east.values()).toEqual({ a: 'late', b: 'soon' });
    expect(await west.values()).toEqual({ b: 'soon' });
    expect(await east.status()).toMatchObject({ lagMs: 3_600_000, replicas: [{ connected: true }] });
    expect(await east.backlog()).toBeGreaterThan(0);
    await east.replication.change({ lagMs: 1 });
    await replicated(east);
    expect(await west.values()).toEqual({ a: 'late', b: 'soon' });
  });
});

describe('a region that was away', () => {
  it('catches up from where it was, on either side', async () => {
    await west.stop();
    for (let row = 0; row < 600; row++) await east.put(`row ${row}`, 'east');
    await east.stop();
    await west.boot();
    await west.put('alone', 'west');
    await east.boot();
    await replicated(east, west);
    expect(Object.keys(await west.values())).toHaveLength(601);
    expect(await west.values()).toEqual(await east.values());
  });

  it('without its data gets what the other made, and is read from its new beginning', async () => {
    await east.put('a', 'east');
    await west.put('b', 'west');
    await replicated(east, west);
    await west.stop();
    west.store = createMemoryStore();
    await west.boot();
    await west.put('c', 'west');
    await replicated(east, west);
    expect(await west.values()).toEqual({ a: 'east', c: 'west' });
    expect(await east.values()).toEqual({ a: 'east', b: 'west', c: 'west' });
  });

  it('keeps the other from forgetting what it has not got, and deletes that may still be needed', async () => {
    const day = 24 * 60 * 60 * 1000;
    await east.put('a', 'east');
    await replicated(east, west);
    await west.stop();
    await east.put('b', 'east');
    await east.remove('b');
    await east.dynamodb.trim(Date.now() + 2 * day, (table) => east.replication.needed(table));
    expect(east.dynamodb.changeRange('items')).toEqual({ oldest: 2, newest: 3 });
    // Older than the delete, and on its way all the time.
    await west.boot();
    await replicated(east, west);
    expect(await west.values()).toEqual({ a: 'east' });
    await east.dynamodb.trim(Date.now() + 2 * day, (table) => east.replication.needed(table));
    expect(east.dynamodb.changeRange('items')).toEqual({ oldest: 4, newest: 3 });
  });
});

describe('a pull', () => {
  const request = { table: 'items', region: 'us-west-2', history: '', wait: true };

  it('is bounded in changes and in bytes, and says where to go on', async () => {
    await west.stop();
    const large = { text: { S: 'x'.repeat(300_000) } };
    for (let row = 0; row < 6; row++) await east.put(`large ${row}`, 'east', large);
    for (let row = 0; row < 260; row++) await east.put(`row ${row}`, 'east');
    const first = decodeBatch(await east.replication.pull({ ...request, from: 1 }));
    expect(first).toMatchObject({ next: 5, completeTo: 0 });
    expect(first.changes).toHaveLength(4);
    const { history } = first;
    const second = decodeBatch(await east.replication.pull({ ...request, history, from: 7 }));
    expect(second.next).toBe(257);
    expect(second.changes).toHaveLength(250);
  });

  it('confirms what came before it, and its latency is measured', async () => {
    await west.stop();
    await east.put('a', 'east');
    const { history, next } = decodeBatch(await east.replication.pull({ ...request, from: 1 }));
    expect(await east.backlog()).toBe(1);
    const waiting = east.replication.pull({ ...request, history, from: next });
    expect(await east.backlog()).toBe(0);
    expect(east.metrics.metrics()).toMatchObject([
      {
        namespace: 'AWS/DynamoDB',
        name: 'ReplicationLatency',
        dimensions: { TableName: 'items', ReceivingRegion: 'us-west-2' },
        unit: 'Milliseconds',
        sampleCount: 1,
      },
    ]);
    await east.put('b', 'east');
    expect(decodeBatch(await waiting).changes).toHaveLength(1);
  });

  it('of what is no longer kept is refused, and whoever asked for it says so', async () => {
    await east.put('a', 'east');
    await replicated(east, west);
    await east.dynamodb.trim(Date.now() + 48 * 60 * 60 * 1000, (table) => east.replication.needed(table));
    await west.stop();
    west.store = createMemoryStore();
    await west.boot();
    await until(() => west.troubles.length > 0);
    expect(west.troubles.splice(0)).toEqual([
      "Replication of items from us-east-1 waits: it answered 410: Changes 1 to 1 of 'items' are no longer kept. Start both regions with empty data, or copy one's to the other.",
    ]);
  });
});

describe('two regions', () => {
  const where = fc.nat(1);
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ write: fc.constantFrom('a', 'b'), value: fc.constantFrom('x', 'y', undefined), where }),
    },
    { weight: 1, arbitrary: fc.record({ ahead: fc.integer({ min: -100, max: 100 }), where }) },
    { weight: 1, arbitrary: fc.record({ partitioned: fc.boolean(), where }) },
    { weight: 1, arbitrary: fc.record({ restart: fc.constant(true), where }) },
  );

  it('are equal in the end, whatever was written, cut and restarted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        for (const each of steps) {
          const replica = [east, west][each.where]!;
          if ('write' in each) {
            await (each.value === undefined ? replica.remove(each.write) : replica.put(each.write, each.value));
          } else if ('ahead' in each) replica.ahead = each.ahead;
          else if ('partitioned' in each) await replica.replication.change({ partitioned: each.partitioned });
          else await replica.restart();
        }
        for (const replica of [east, west]) await replica.replication.change({ partitioned: false });
        await replicated(east, west);
        expect(await east.values()).toEqual(await west.values());
      }),
      { numRuns: 25 },
    );
  });
});
