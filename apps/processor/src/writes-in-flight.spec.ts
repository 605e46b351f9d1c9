import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { WritesInFlight } from './writes-in-flight';

describe('writes in flight', () => {
  it('are never more than the limit, and all of them when there is room', async () => {
    const writes = new WritesInFlight(3);
    let running = 0;
    let most = 0;
    for (let index = 0; index < 20; index += 1) {
      await writes.add(`key ${index}`, async () => {
        running += 1;
        most = Math.max(most, running);
        await turn();
        running -= 1;
      });
    }
    await writes.drain();
    expect(most).toBe(3);
    expect(running).toBe(0);
  });

  it('that found no room are taken again together, when an eighth of the limit is free', async () => {
    const writes = new WritesInFlight(16);
    const ends: (() => void)[] = [];
    const begun = () => ends.length;
    const write = () => new Promise<void>((end) => ends.push(end));
    for (let index = 0; index < 16; index += 1) expect(writes.add(`key ${index}`, write)).toBeUndefined();
    const room = writes.add('key 16', write);
    ends[3]?.();
    await turn();
    expect(begun()).toBe(16);
    ends[7]?.();
    await room;
    expect(begun()).toBe(17);
    expect(writes.add('key 17', write)).toBeUndefined();
    for (const end of ends) end();
    await writes.drain();
  });

  it('of one key run in their order, whatever they wait for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(3) }), { maxLength: 30 }),
        async (limit, plan) => {
          const writes = new WritesInFlight(limit);
          const finished: Record<string, number[]> = { a: [], b: [], c: [] };
          for (const [index, { key, turns }] of plan.entries()) {
            await writes.add(key, async () => {
              for (let waited = 0; waited < turns; waited += 1) await turn();
              finished[key]?.push(index);
            });
          }
          await writes.drain();
          for (const key of ['a', 'b', 'c']) {
            expect(finished[key]).toEqual(plan.flatMap((write, index) => (write.key === key ? [index] : [])));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('stop at the first failure, which the next add and the drain throw', async () => {
    const writes = new WritesInFlight(2);
    const begun: string[] = [];
    const failing = async () => {
      await turn();
      throw new Error('table is gone');
    };
    await writes.add('a', failing);
    await writes.add('a', async () => void begun.push('behind the failure'));
    await expect(writes.add('b', async () => void begun.push('after it'))).rejects.toThrow('table is gone');
    await expect(writes.drain()).rejects.toThrow('table is gone');
    expect(begun).toEqual([]);
  });

  it('let a producer that waits for room know of a failure at once, whatever is still under way', async () => {
    const writes = new WritesInFlight(16);
    let end = (): void => undefined;
    for (let index = 0; index < 15; index += 1) {
      void writes.add(`key ${index}`, () => new Promise<void>((resolve) => (end = resolve)));
    }
    let fail = (_error: Error): void => undefined;
    void writes.add('key 15', () => new Promise<void>((_, reject) => (fail = reject)));
    const room = writes.add('key 16', async () => undefined);
    fail(new Error('table is gone'));
    await expect(room).rejects.toThrow('table is gone');
    end();
  });
});
