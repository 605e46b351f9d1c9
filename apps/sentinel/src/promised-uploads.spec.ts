import { promisedUploads } from './promised-uploads';
import { HOME, MemoryWorld, OTHER } from './testing/memory-world';

const KEY = 'incoming/weather/01J/a.csv';
const listed = async (world: MemoryWorld, { timeLeft = 60_000, most = 1_000 } = {}) => [
  ...(await promisedUploads(world.ports(), most, () => timeLeft)),
];

describe('an upload that the lost region promised to take', () => {
  it('is listed while no receipt tells of it', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, KEY, 5);
    world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/01K/another.csv', 2), 'COMPLETED');
    expect(await listed(world)).toEqual([KEY]);
  });

  it.each([
    [OTHER, 'COMPLETED', false],
    [OTHER, 'COMPLETED_WITH_REJECTS', false],
    [OTHER, 'FAILED', false],
    [OTHER, 'RECEIVED', true],
    [OTHER, 'PROCESSING', true],
    [HOME, 'COMPLETED', false],
    [HOME, 'COMPLETED_WITH_REJECTS', false],
    [HOME, 'FAILED', false],
    [HOME, 'RECEIVED', false],
    [HOME, 'PROCESSING', false],
  ] as const)('and has a receipt of %s that is %s is listed: %s', async (by, status, waits) => {
    const world = new MemoryWorld();
    world.ticket(OTHER, KEY, 5);
    world.receipt(OTHER, by, world.object(OTHER, KEY, 4), status);
    expect(await listed(world)).toEqual(waits ? [KEY] : []);
  });

  it('is found by its receipt though the clock of S3 is behind that of the gateway', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, KEY, 5);
    world.receipt(OTHER, OTHER, world.object(OTHER, KEY, 5.5), 'COMPLETED');
    expect(await listed(world)).toEqual([]);
  });

  it('is one of many, and the only one without a receipt', async () => {
    const world = new MemoryWorld();
    const keys = Array.from({ length: 50 }, (_, at) => `incoming/weather/${at}/a.csv`);
    for (const key of keys) world.ticket(OTHER, key, 5);
    for (const key of keys.filter((_, at) => at !== 17)) {
      world.receipt(OTHER, OTHER, world.object(OTHER, key, 4), 'COMPLETED');
    }
    expect(await listed(world)).toEqual([keys[17]]);
  });

  it('is not listed a day later, nor one of the region that is here', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, KEY, 24 * 60);
    world.ticket(HOME, 'incoming/weather/01H/here.csv', 5);
    expect(await listed(world)).toEqual([]);
  });

  it('is listed where the time ends before its receipt is read', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, KEY, 5);
    world.receipt(OTHER, OTHER, world.object(OTHER, KEY, 4), 'COMPLETED');
    expect(await listed(world, { timeLeft: 15_000 })).toEqual([KEY]);
  });

  it('is one of so many that not all can be listed', async () => {
    const world = new MemoryWorld();
    for (let at = 0; at < 40; at += 1) world.ticket(OTHER, `incoming/weather/${at}/a.csv`, 5);
    expect(await listed(world, { most: 20 })).toHaveLength(20);
    expect(await listed(world, { most: 0 })).toEqual([]);
    expect(await listed(world, { timeLeft: 5_000 })).toEqual([]);
  });

  it('costs a look at its ticket only where no receipt tells of it', async () => {
    const world = new MemoryWorld();
    for (let at = 0; at < 40; at += 1) {
      world.ticket(OTHER, `incoming/weather/${at}/a.csv`, 5);
      world.receipt(OTHER, OTHER, world.object(OTHER, `incoming/weather/${at}/a.csv`, 4), 'COMPLETED');
    }
    const ports = world.ports();
    const read: string[] = [];
    const receipts = {
      ...ports.receipts,
      read: (key: Parameters<typeof ports.receipts.read>[0]) => {
        read.push(key.recordId);
        return ports.receipts.read(key);
      },
    };
    expect(await promisedUploads({ ...ports, receipts }, 1_000, () => 60_000)).toEqual(new Set());
    expect(read).toHaveLength(40);
    expect(read.every((recordId) => recordId.startsWith('file#'))).toBe(true);
  });
});
