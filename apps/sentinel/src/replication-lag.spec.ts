import * as fc from 'fast-check';
import { replicationLag } from './replication-lag';

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
