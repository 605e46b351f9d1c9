import * as fc from 'fast-check';
import { measureLag, replicationLag } from './replication-lag';
import { MemoryWorld } from './testing/memory-world';

describe('the lag of the other replica', () => {
  it('is how long the oldest heartbeat that it lacks has been on its way', () => {
    expect(replicationLag([1_000, 61_000, 121_000], 1_000, 123_000)).toBe(62);
    expect(replicationLag([1_000, 61_000], undefined, 62_000)).toBe(61);
  });

  it('is what the latest one took at most, when that has arrived', () => {
    expect(replicationLag([1_000, 61_000], 61_000, 61_500)).toBe(0.5);
  });

  it('never shrinks while nothing arrives', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(100_000), fc.nat(100_000), (seen, one, more) => {
        const beats = [seen, seen + 60_000];
        const now = seen + 60_000 + one;
        expect(replicationLag(beats, seen, now + more)).toBeGreaterThanOrEqual(replicationLag(beats, seen, now));
      }),
    );
  });
});

describe('a measurement of the lag', () => {
  /** A world whose other replica shows what `shown` says, read by read; half a second between them. */
  function measured(shown: readonly (number | undefined | Error)[]) {
    const world = new MemoryWorld();
    const ports = world.ports();
    const beat = world.now;
    let reads = 0;
    const read = async () => {
      const seen = shown[reads];
      reads += 1;
      if (seen instanceof Error) throw seen;
      return seen;
    };
    const sleep = async (milliseconds: number) => void (world.now += milliseconds);
    const lag = measureLag({ ...ports, heartbeats: { ...ports.heartbeats, read }, clock: { ...ports.clock, sleep } }, [
      beat - 60_000,
      beat,
    ]);
    return lag.then((seconds) => ({ seconds, reads }));
  }
  const BEAT = new MemoryWorld().now;

  it('ends with the read that shows the latest heartbeat', async () => {
    expect(await measured([BEAT - 60_000, BEAT - 60_000, BEAT])).toEqual({ seconds: 1, reads: 3 });
  });

  it('ends after some reads that do not show it, with what it takes at least', async () => {
    expect(await measured([undefined, undefined, undefined, undefined])).toEqual({ seconds: 61.5, reads: 4 });
  });

  it('has no result where the replica stops answering', async () => {
    expect(await measured([undefined, new Error('out')])).toEqual({ seconds: undefined, reads: 2 });
  });
});
