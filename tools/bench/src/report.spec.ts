import { report } from './report';

const measured = [
  { name: 'table', rows: 3_000, seconds: 2 },
  { name: 'job', rows: 100, seconds: 1 },
];

describe('the verdict', () => {
  it('is on what the table takes', () => {
    expect(report(measured, 1_500)).toEqual({
      figures: [
        { name: 'table', rows: 3_000, seconds: 2, perSecond: 1_500 },
        { name: 'job', rows: 100, seconds: 1, perSecond: 100 },
      ],
      holds: true,
      verdict: 'holds: the table takes 1500 rows a second, 1500 are asked for',
    });
  });

  it('is no where it takes less', () => {
    expect(report(measured, 1_501)).toMatchObject({
      holds: false,
      verdict: 'does not hold: the table takes 1500 rows a second, 1501 are asked for',
    });
  });
});
