import { createDatapoints } from './datapoints';

const metric = (statistic: string) => ({
  id: 'm',
  namespace: 'N',
  name: 'M',
  dimensions: { b: '2', a: '1' },
  statistic,
});
const point = (value: number) => ({
  namespace: 'N',
  name: 'M',
  dimensions: { a: '1', b: '2' },
  unit: 'Count',
  value,
  timestamp: 0,
});

describe('datapoints', () => {
  it.each([
    ['Sum', 16],
    ['Average', 4],
    ['Minimum', 1],
    ['Maximum', 10],
    ['SampleCount', 4],
    ['p50', 2],
    ['p75', 3],
    ['p99', 10],
  ])('have their %s over the minutes of a period', (statistic, expected) => {
    const datapoints = createDatapoints([metric(statistic)]);
    for (const [value, minute] of [
      [100, 6],
      [1, 7],
      [10, 7],
      [3, 8],
      [2, 8],
      [200, 9],
    ] as const)
      datapoints.add(point(value), minute);
    expect(datapoints.statistic(metric(statistic), 7, 9)).toBe(expected);
    expect(datapoints.statistic(metric(statistic), 10, 12)).toBeUndefined();
  });

  it('are of exactly the metrics that are watched, and of what is not forgotten', () => {
    const datapoints = createDatapoints([metric('Sum')]);
    datapoints.add({ ...point(1), dimensions: { a: '1' } }, 7);
    datapoints.add(point(2), 7);
    datapoints.add(point(4), 8);
    expect(datapoints.statistic(metric('Sum'), 7, 9)).toBe(6);
    datapoints.forgetBefore(8);
    expect(datapoints.statistic(metric('Sum'), 7, 9)).toBe(4);
  });
});
