import { HOME, MemoryWorld, OTHER } from './testing/memory-world';

/** Loses the other region altogether, and lets the sentinel look for what waits there. */
async function lose(world: MemoryWorld): Promise<void> {
  for (const service of ['table', 'bucket', 'queue'] as const) world.out.add(`${service} ${OTHER}`);
  for (let tick = 0; tick < 4; tick += 1) await world.tick();
}
const told = (world: MemoryWorld) => world.announced.filter((subject) => subject.includes('wait'));

describe('a file of a lost region whose bucket does not answer', () => {
  it.each(['RECEIVED', 'PROCESSING'] as const)('is told to its producer while its receipt is %s', async (status) => {
    const world = new MemoryWorld();
    world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/a.csv'), status);
    await lose(world);
    expect(told(world)).toEqual(['us-east-1: 1 files wait in us-west-2']);
    expect(world.counted.get('filesUnreachable')).toBe(1);
  });

  it('is told once, though it has a ticket and a receipt', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, 'incoming/weather/01J/a.csv', 31);
    world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/01J/a.csv'), 'PROCESSING');
    await lose(world);
    expect(world.counted.get('filesUnreachable')).toBe(1);
  });

  it.each([
    [HOME, 'PROCESSING'],
    [HOME, 'COMPLETED'],
    [OTHER, 'COMPLETED_WITH_REJECTS'],
  ] as const)('is not told where the receipt of %s is %s, with a ticket or without', async (by, status) => {
    const world = new MemoryWorld();
    const version = world.object(OTHER, 'incoming/weather/01J/a.csv');
    world.ticket(OTHER, version.key, 31);
    // What the lost region's own receipt says last may be older.
    world.receipt(OTHER, OTHER, version, 'PROCESSING');
    world.receipt(OTHER, by, version, status);
    await lose(world);
    expect(told(world)).toEqual([]);
    expect(world.counted.get('filesUnreachable')).toBe(0);
  });

  it('is told when it takes the place of another in the list, and not again while the list stays', async () => {
    const world = new MemoryWorld();
    const done = world.object(OTHER, 'incoming/weather/done.csv');
    world.receipt(OTHER, OTHER, done, 'PROCESSING');
    await lose(world);
    world.receipt(OTHER, OTHER, done, 'COMPLETED');
    world.ticket(OTHER, 'incoming/weather/01J/new.csv');
    for (let tick = 0; tick < 8; tick += 1) await world.tick();
    expect(told(world)).toEqual(['us-east-1: 1 files wait in us-west-2', 'us-east-1: 1 files wait in us-west-2']);
  });

  it('is told anew when its region is lost once more', async () => {
    const world = new MemoryWorld();
    world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/a.csv'), 'PROCESSING');
    await lose(world);
    world.out.clear();
    for (let tick = 0; tick < 3; tick += 1) await world.tick();
    await lose(world);
    expect(told(world)).toHaveLength(2);
  });

  it('is told no more when its region is back', async () => {
    const world = new MemoryWorld();
    world.ticket(OTHER, 'incoming/weather/01J/a.csv');
    await lose(world);
    expect(world.counted.get('filesUnreachable')).toBe(1);
    world.out.clear();
    for (let tick = 0; tick < 3; tick += 1) await world.tick();
    expect(world.counted.get('filesUnreachable')).toBe(0);
  });
});
