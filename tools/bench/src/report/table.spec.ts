import { renderSection } from './table';

describe('a section', () => {
  it('shows what ours is times each contender, and what was asked', () => {
    const section = {
      title: 'CSV',
      ours: 'ours',
      goals: [{ against: 'other', times: 8 }],
      figures: [
        { name: 'ours', rows: 1_000, seconds: [1, 2, 1], cpuSeconds: [1, 1, 1], peakMiB: 60.4 },
        { name: 'other', rows: 1_000, seconds: [4, 4, 4], cpuSeconds: [8, 6, 9], peakMiB: 99 },
      ],
      notes: ['A note.'],
    };
    expect(renderSection(section)).toBe(`### CSV (1,000 rows, medians of 3 rounds)

|       | rows/s | CPU µs/row |    ± | peak MiB | ours is × | asked × |
| ----- | -----: | ---------: | ---: | -------: | --------: | ------: |
| ours  |  1,000 |    1000.00 |  0 % |       60 |           |         |
| other |    250 |    8000.00 | 19 % |       99 |      8.00 |       8 |

A note.

`);
  });

  it('leaves out what was not measured', () => {
    const section = { title: 'Table', figures: [{ name: 'puts', rows: 10, seconds: [1] }] };
    expect(renderSection(section)).toBe(`### Table (10 rows)

|      | rows/s |
| ---- | -----: |
| puts |     10 |

`);
  });

  it('may be lines of its own', () => {
    expect(renderSection({ title: 'Pace', figures: [], lines: ['1 s 200', '2 s 900'] })).toBe(
      '### Pace\n\n1 s 200\n2 s 900\n\n',
    );
  });
});
