import { XMLValidator } from 'fast-xml-parser';
import { chart } from './chart';

const figure = (name: string, seconds: number) => ({ name, rows: 1_000, seconds: [seconds], cpuSeconds: [seconds] });

describe('the chart', () => {
  const svg = chart([{ title: 'a < b & "c"', ours: 'ours', figures: [figure('other', 4), figure('ours', 1)] }]);

  it('is well-formed, whatever the names are', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
  });

  it('has a bar for each figure, the longest first and in proportion', () => {
    const bars = [...svg.matchAll(/class="(\w+)" x="\d+" y="\d+" width="(\d+)"/g)].map(([, kind, width]) => [
      kind,
      width,
    ]);
    expect(bars).toEqual([
      ['ours', '410'],
      ['other', '103'],
    ]);
  });

  it('leaves out what has no figures', () => {
    expect(chart([{ title: 'lines only', figures: [] }])).not.toContain('lines only');
  });
});
