import { MemoryWorld, HOME, OTHER } from './testing/memory-world';

describe('the reconciliation', () => {
  it('announces what S3 never did, with the object where it is, and reports what no rule matches', async () => {
    const world = new MemoryWorld();
    const missed = world.object(HOME, 'incoming/weather/missed.csv');
    world.receipt(HOME, HOME, world.object(HOME, 'incoming/weather/done.csv'), 'COMPLETED');
    world.receipt(HOME, OTHER, world.object(HOME, 'incoming/weather/adopted.csv'), 'COMPLETED');
    world.object(HOME, 'incoming/weather/fresh.csv', 1);
    world.object(HOME, 'incoming/weather/receipt-expired.csv', 500 * 24 * 60);
    world.object(HOME, 'incoming/weathr/typo.csv');
    await world.reconcile();
    expect(world.sent).toEqual([
      {
        kind: 'adopt',
        address: { bucket: 'serverless-data-ingestion-prod', key: missed.key, versionId: missed.versionId },
        origin: {
          role: 'ingestion-us-east-1',
          key: missed.key,
          versionId: missed.versionId,
          lastModified: missed.lastModified,
        },
      },
    ]);
    expect(world.counted.get('notificationsMissed')).toBe(1);
    expect(world.counted.get('unmatchedObjects')).toBe(1);
    expect(world.announced).toEqual(['us-east-1: 1 objects that no rule matches']);
  });

  it('leaves alone what may be in the queue, for a day', async () => {
    const world = new MemoryWorld();
    world.queued = 3;
    world.object(HOME, 'incoming/weather/waits.csv', 60);
    const old = world.object(HOME, 'incoming/weather/old.csv', 25 * 60);
    await world.reconcile();
    expect(world.sent.map(({ origin }) => origin.key)).toEqual([old.key]);
  });

  it('goes on in the next tick where it was cut off', async () => {
    const world = new MemoryWorld();
    for (let at = 0; at < 5; at += 1) world.object(HOME, `incoming/weather/${at}.csv`);
    let lists = 0;
    world.hook = (call, when) => {
      if (call !== 'list' || when !== 'before') return;
      lists += 1;
      if (lists === 2) throw new Error('killed');
    };
    await expect(world.reconcile()).rejects.toThrow('killed');
    expect(world.sent).toHaveLength(2);
    await world.tick();
    expect(world.sent.map(({ origin }) => origin.key).sort()).toEqual(
      [0, 1, 2, 3, 4].map((at) => `incoming/weather/${at}.csv`),
    );
  });

  it('ends files of its own region that nobody touches any more', async () => {
    const world = new MemoryWorld();
    const stalled = world.receipt(HOME, HOME, world.object(HOME, 'incoming/weather/a.csv'), 'PROCESSING', 61);
    const alive = world.receipt(HOME, HOME, world.object(HOME, 'incoming/weather/b.csv'), 'PROCESSING', 59);
    const others = world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/c.csv'), 'PROCESSING', 61);
    await world.reconcile();
    const now = ({ recordId, timestamp }: typeof stalled) => world.receipts.get(`${recordId} ${timestamp}`);
    expect(now(stalled)).toMatchObject({
      processingStatus: 'FAILED',
      fault: {
        code: 'STALLED',
        message:
          'Nobody has worked on the file for 61 minutes: its message is among the dead letters, or gone. Redrive it, or deliver the file again.',
      },
    });
    expect(now(alive)?.processingStatus).toBe('PROCESSING');
    expect(now(others)?.processingStatus).toBe('PROCESSING');
    expect(world.counted.get('receiptsStalled')).toBe(1);
  });

  it('does not call a file stalled that the other region has completed meanwhile', async () => {
    const world = new MemoryWorld();
    const version = world.object(HOME, 'incoming/weather/a.csv', 120);
    world.receipt(HOME, HOME, version, 'PROCESSING', 90);
    world.receipt(HOME, OTHER, version, 'COMPLETED', 70);
    await world.reconcile();
    expect(world.counted.get('receiptsStalled')).toBe(0);
  });

  it('does not count the time in which the processor was held back', async () => {
    const world = new MemoryWorld();
    world.receipt(HOME, HOME, world.object(HOME, 'incoming/weather/a.csv'), 'PROCESSING', 90);
    world.mapping.state = 'Disabled';
    await world.tick(30);
    await world.reconcile();
    expect(world.counted.get('receiptsStalled') ?? 0).toBe(0);
  });
});
