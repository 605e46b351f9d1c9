import { compared } from './race';

const run = { rows: 3, seconds: 2, cpuSeconds: 1, peakMiB: 50, digest: 'd'.repeat(64) };

describe('the runs of a contest', () => {
  it('are figures, round by round, with the highest peak of memory', () => {
    const runs = new Map([['ours', [run, { ...run, seconds: 4, peakMiB: 60 }]]]);
    expect(compared('csv', runs)).toEqual([
      { name: 'ours', rows: 3, seconds: [2, 4], cpuSeconds: [1, 1], peakMiB: 60 },
    ]);
  });

  it.each([
    [{ ...run, rows: 2 }, 'csv: other gives 2 results (dddddddddddd), ours 3 (dddddddddddd).'],
    [{ ...run, digest: 'e'.repeat(64) }, 'csv: other gives 3 results (eeeeeeeeeeee), ours 3 (dddddddddddd).'],
  ])('are no figures where one did other work', (wrong, message) => {
    const runs = new Map([
      ['ours', [run]],
      ['other', [run, wrong]],
    ]);
    expect(() => compared('csv', runs)).toThrow(message);
  });
});
