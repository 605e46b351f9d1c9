import { judge, times, verdictOf } from './verdict';

const section = {
  title: 'CSV',
  ours: 'ours',
  figures: [
    { name: 'ours', rows: 1_000, seconds: [9, 2, 1], cpuSeconds: [1, 1, 1] },
    { name: 'other', rows: 1_000, seconds: [4, 4, 4], cpuSeconds: [8, 7, 20] },
  ],
};

describe('what ours is times another', () => {
  it('is told by processor time', () => {
    expect(times(section, 'other')).toBe(8);
  });

  it('or by wall time, where waiting is what counts', () => {
    expect(times({ ...section, basis: 'wall' }, 'other')).toBe(2);
  });

  it('is not told of who did not run', () => {
    expect(times(section, 'nobody')).toBeUndefined();
  });
});

describe('the verdict', () => {
  it('holds where every goal is reached', () => {
    const judged = judge({ ...section, goals: [{ against: 'other', times: 8 }] });
    expect(judged).toEqual([{ sentence: 'ours is 8.00 × other, 8 × are asked for', holds: true }]);
    expect(verdictOf(judged)).toBe('holds: 1 of 1 goals are reached');
  });

  it('names the goals that are not', () => {
    const judged = judge({ ...section, goals: [{ against: 'other', times: 9 }], least: 500 });
    expect(verdictOf(judged)).toBe(
      'does not hold: 1 of 2 goals are not reached: ours is 8.00 × other, 9 × are asked for',
    );
  });

  it('is on rows a second of the first figure, where a section says how many', () => {
    expect(judge({ ...section, least: 501 })).toEqual([
      { sentence: 'ours: 500 rows a second, 501 are asked for', holds: false },
    ]);
  });

  it('misses a goal against a contender that did not run', () => {
    expect(judge({ ...section, goals: [{ against: 'nobody', times: 1 }] })).toMatchObject([{ holds: false }]);
  });

  it('of a check is that outputs are equal', () => {
    expect(verdictOf([])).toBe('holds: all contenders give the same; nothing was judged by its time');
  });
});

describe('the verdict on memory', () => {
  const peaks = { mostMiB: 160, growth: 1.15 };
  const held = (...peaksMiB: readonly number[]) =>
    judge({
      title: 'memory',
      figures: peaksMiB.map((peakMiB, index) => ({ name: `${index}`, rows: 1, seconds: [1], peakMiB })),
      peaks,
    }).map(({ holds }) => holds);

  it('is on the most that any figure held, and on how much more the last one did', () => {
    expect(held(100, 115)).toEqual([true, true]);
    expect(held(100, 116)).toEqual([true, false]);
    expect(held(150, 161)).toEqual([false, true]);
    expect(held(161, 100)).toEqual([false, true]);
  });
});

describe('the verdict on what something costs over something else', () => {
  it.each([
    [100, true],
    [99, false],
  ])('is on the difference of a row: %d ms are allowed', (mostMs, holds) => {
    const figures = [
      { name: 'processor', rows: 1, seconds: [9], cpuSeconds: [0.102] },
      { name: 'empty', rows: 1, seconds: [9], cpuSeconds: [0.002] },
    ];
    const sentence = `processor: 100 ms over empty, ${mostMs} ms are allowed`;
    expect(judge({ title: 'start', figures, over: { figure: 'empty', mostMs } })).toEqual([{ sentence, holds }]);
  });
});
