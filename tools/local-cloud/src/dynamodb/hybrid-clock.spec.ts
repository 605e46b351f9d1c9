import fc from 'fast-check';
import { compareTimestamps, createHybridClock, type Timestamp } from './hybrid-clock';

describe('a hybrid clock', () => {
  test('follows the wall clock, and counts while it stands still or goes back', () => {
    let wall = 100;
    const clock = createHybridClock('us-east-1', () => wall);
    expect(clock.next()).toEqual({ ms: 100, counter: 0, region: 'us-east-1' });
    expect(clock.next()).toMatchObject({ ms: 100, counter: 1 });
    wall = 50;
    expect(clock.next()).toMatchObject({ ms: 100, counter: 2 });
    wall = 101;
    expect(clock.next()).toMatchObject({ ms: 101, counter: 0 });
    expect(clock.latest).toEqual({ ms: 101, counter: 0 });
  });

  test('whatever the wall clock and the other regions do, the next is later than all given and seen', () => {
    const step = fc.oneof(
      fc.record({ wall: fc.nat(20) }),
      fc.record({ seen: fc.record({ ms: fc.nat(20), counter: fc.nat(3) }) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let wall = 0;
        const clock = createHybridClock('b', () => wall);
        let latest: Timestamp = { ms: -1, counter: 0, region: 'b' };
        for (const each of steps) {
          if ('wall' in each) wall = each.wall;
          else {
            clock.observe(each.seen);
            const seen = { ...each.seen, region: 'b' };
            if (compareTimestamps(seen, latest) > 0) latest = seen;
          }
          const next = clock.next();
          expect(compareTimestamps(next, latest)).toBeGreaterThan(0);
          latest = next;
        }
      }),
    );
  });
});

test('timestamps order by time, then counter, then region', () => {
  const later: readonly Timestamp[] = [
    { ms: 1, counter: 0, region: 'z' },
    { ms: 1, counter: 1, region: 'a' },
    { ms: 1, counter: 1, region: 'b' },
    { ms: 2, counter: 0, region: 'a' },
  ];
  expect([...later].reverse().sort(compareTimestamps)).toEqual(later);
  expect(compareTimestamps(later[0]!, { ...later[0]! })).toBe(0);
});
