import * as fc from 'fast-check';
import { DeadlineHeap } from './deadline-heap';

describe('deadline heap', () => {
  it('gives back what is due, earliest first, and keeps the rest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (times, now) => {
        const heap = new DeadlineHeap<number>();
        for (const time of times) heap.push(time, time);
        const sorted = times.toSorted((a, b) => a - b);
        const due = Array.from(heap.due(now), ({ at }) => at);
        expect(due).toEqual(sorted.filter((time) => time <= now));
        expect(heap.next).toBe(sorted.find((time) => time > now));
      }),
    );
  });
});
