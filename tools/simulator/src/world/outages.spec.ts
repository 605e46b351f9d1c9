import { Random } from '../engine/random';
import { injectable } from '../nemesis/fault-classes';
import { Nemesis } from '../nemesis/nemesis';
import { drawOutages } from './outages';

const REGIONS = ['us-east-1', 'us-west-2'];
const UNTIL = 20 * 60_000;

const drawn = (seed: number, share: number) => {
  let now = 0;
  const nemesis = new Nemesis(new Random(seed, 4), { faults: injectable, share, until: UNTIL, rate: 0 }, () => now);
  const outages = drawOutages(REGIONS, new Random(seed, 7), nemesis);
  const fateAt = (at: number, service: 's3' | 'sts', region: string) => {
    now = at;
    return nemesis.fateOf({ service, region, operation: 'GetObject', target: 'a', stale: false }).kind;
  };
  return { outages, fateAt };
};

it('are none where none may be', () => {
  for (let seed = 1; seed <= 20; seed += 1) expect(drawn(seed, 0).outages).toEqual({ until: 0 });
});

it('are over while faults may still be injected, and an operator comes after them', () => {
  const all = Array.from({ length: 300 }, (_, seed) => drawn(seed, 1).outages);
  for (const { until, loss, operated } of all) {
    expect(until).toBeLessThan(UNTIL);
    if (loss) expect(loss.to).toBeLessThanOrEqual(until);
    if (operated) expect(operated.from).toBeGreaterThan(0);
  }
  expect(all.some(({ loss }) => loss?.whole)).toBe(true);
  expect(all.some(({ loss }) => loss?.whole === false)).toBe(true);
  expect(all.some(({ operated }) => operated)).toBe(true);
});

it('silence the bucket of a region that is wholly lost, there and then only', () => {
  const seed = Array.from({ length: 300 }, (_, each) => each).find((each) => drawn(each, 1).outages.loss?.whole) ?? 0;
  const { outages, fateAt } = drawn(seed, 1);
  const { from = 0, to = 0 } = outages.loss ?? {};
  const middle = (from + to) / 2;
  expect(fateAt(middle, 's3', 'us-east-1')).toBe('refused');
  expect(fateAt(UNTIL, 's3', 'us-east-1')).toBe('served');
});
