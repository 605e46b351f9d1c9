import { Random } from './random';
import { Scheduler } from './scheduler';

const scheduler = (seed = 1) => new Scheduler(new Random(seed));

describe('virtual time', () => {
  it('runs events in the order of their times, and stands at the last', async () => {
    const time = scheduler();
    const seen: string[] = [];
    time.after(20, () => seen.push(`b at ${time.now}`));
    time.after(10, () => seen.push(`a at ${time.now}`));
    time.after(3_600_000, () => seen.push('too late'));
    expect(await time.run(1_000)).toBe(true);
    expect(seen).toEqual(['a at 10', 'b at 20']);
    expect(time.now).toBe(1_000);
  });

  it('ends all promise reactions of an event before the next one', async () => {
    const time = scheduler();
    const seen: string[] = [];
    const slow = async () => {
      for (let turn = 0; turn < 50; turn += 1) await undefined;
      seen.push('reactions');
    };
    time.after(1, () => void slow());
    time.after(1.001, () => seen.push('next'));
    await time.run(10);
    expect(seen).toEqual(['reactions', 'next']);
  });

  it('lets the seed order the events of one instant', async () => {
    const order = async (seed: number) => {
      const time = scheduler(seed);
      const seen: number[] = [];
      for (let one = 0; one < 10; one += 1) time.after(5, () => seen.push(one));
      await time.run(10);
      return seen.join();
    };
    expect(await order(1)).toBe(await order(1));
    expect(await order(2)).not.toBe(await order(1));
  });

  it('skips what was cancelled, and says when there is no end', async () => {
    const time = scheduler();
    const timer = time.after(5, () => expect(true).toBe(false));
    timer.cancelled = true;
    expect(await time.run(10)).toBe(true);
    const again = () => void time.after(0, again);
    again();
    expect(await time.run(20, 100)).toBe(false);
  });
});
