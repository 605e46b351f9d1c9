import { readings } from './readings';
import { VirtualCloud, type World } from './virtual-cloud';
import { VirtualClock } from './virtual-clock';

const world: World = {
  workers: 2,
  costs: { rowMs: 10, bytesPerMs: 1_000, answerMs: 5, pollMs: 60 },
  sliceBytes: 1_000_000,
  writesInFlight: 8,
  chunkBytes: 512,
};

describe('the virtual cloud', () => {
  it('takes a file through the real function, slices and all', async () => {
    const cloud = new VirtualCloud({ ...world, sliceBytes: 2_000 });
    cloud.put('incoming/sensor-readings/a.ndjson', readings(100));
    await cloud.run();
    const [receipt] = [...cloud.receipts.values()];
    expect(receipt).toMatchObject({ processingStatus: 'COMPLETED', rows: 100, stored: 100 });
    expect(Object.keys(receipt?.slices ?? {}).length).toBeGreaterThan(3);
    expect(cloud.stored.reduce((sum, rows) => sum + rows, 0)).toBe(100);
  });

  it('has one processor a worker: rows take their time, and two workers half of it', async () => {
    const took = (workers: number) => {
      const cloud = new VirtualCloud({ ...world, workers, sliceBytes: 5_000 });
      cloud.put('incoming/sensor-readings/a.ndjson', readings(600));
      return cloud.run();
    };
    const [one, two] = [await took(1), await took(2)];
    expect(one).toBeGreaterThan(600 * world.costs.rowMs);
    expect(one / two).toBeGreaterThan(1.7);
    expect(one / two).toBeLessThan(2.1);
  });

  it('refuses what is more than the table takes, and the function writes it all the same', async () => {
    const cloud = new VirtualCloud({ ...world, costs: { ...world.costs, rowMs: 0.1 }, capacity: () => 50 });
    cloud.put('incoming/sensor-readings/a.ndjson', readings(200));
    expect(await cloud.run()).toBeGreaterThan(3_000);
    expect(cloud.refused.reduce((sum, rows) => sum + (rows ?? 0), 0)).toBeGreaterThan(0);
    expect([...cloud.receipts.values()]).toMatchObject([{ processingStatus: 'COMPLETED', stored: 200 }]);
  });
});

describe('virtual time', () => {
  it('wakes sleepers in the order of their times, and of their falling asleep', async () => {
    const clock = new VirtualClock();
    const woken: string[] = [];
    const sleeper = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds);
      woken.push(name);
    };
    await clock.run(
      Promise.all([sleeper('c', 30), sleeper('a', 10), sleeper('b', 20), sleeper('b2', 20), sleeper('d', 40)]),
    );
    expect(woken).toEqual(['a', 'b', 'b2', 'c', 'd']);
  });

  it('says so when nobody will ever wake', async () => {
    await expect(new VirtualClock().run(new Promise(() => undefined))).rejects.toThrow('The model waits for nothing.');
  });
});
