import fc from 'fast-check';
import { outcomes, readAll } from './fixtures/reading';

describe('a legally closed row of the wrong width', () => {
  const read = (text: string) => outcomes(readAll('csv', text));

  it('costs its first line when the lines before its last stand alone', () => {
    expect(read('a,b\n"1,2\n3,4\n\n5,6\n7,8"\n9,0\n')).toEqual([
      'csv.width',
      { a: '3', b: '4' },
      { a: '5', b: '6' },
      'csv.quote',
      { a: '9', b: '0' },
    ]);
  });

  it('is one ragged row when any of them does not, or there is none', () => {
    expect(read('a,b\n"1,2\n3,4\n5\n6,7"\n8,9\n')).toEqual(['csv.width', { a: '8', b: '9' }]);
    expect(read('a,b\n"1\n2"\n8,9\n')).toEqual(['csv.width', { a: '8', b: '9' }]);
    expect(read('a,b\n"1\n\n2"\n8,9\n')).toEqual(['csv.width', { a: '8', b: '9' }]);
  });
});

describe('a line with an odd number of quotes', () => {
  it('never reads alone: the last line of a closed row need not be asked', () => {
    const line = fc.string({ unit: fc.constantFrom('"', '"', ',', 'a', ' '), maxLength: 12 });
    fc.assert(
      fc.property(line, (text) => {
        fc.pre((text.match(/"/g) ?? []).length % 2 === 1);
        const { rows } = readAll('csv', text, Infinity, { start: { offset: 0, ordinal: 1, line: 1, header: ['a'] } });
        expect(rows).toHaveLength(1);
        expect(rows[0]?.faults?.[0]?.code).toBe('csv.quote');
      }),
      { numRuns: 2000 },
    );
  });
});

/** Characters that string searches and single looks examine while `read` runs. */
function examined(read: () => void): number {
  let count = 0;
  const { indexOf, charCodeAt } = String.prototype;
  const search = jest.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, needle, from = 0) {
    const found = indexOf.call(this, needle, from);
    count += (found < 0 ? this.length : found) - from + 1;
    return found;
  });
  const look = jest.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at) {
    count += 1;
    return charCodeAt.call(this, at);
  });
  try {
    read();
  } finally {
    search.mockRestore();
    look.mockRestore();
  }
  return count;
}

describe('adversarial input', () => {
  const size = 60_000;
  const lines = (line: string): string => line.repeat(Math.ceil(size / line.length));
  const inputs = [
    ['a stray quote at each line start', lines('"abc\n')],
    ['an open quote on each line', lines('a,"b\n')],
    ['doubled quotes after an open one', `"${lines('a,""b\n')}`],
    ['odd runs of quotes', lines('""","a\n')],
    ['quotes that close on the next line', lines('",x\n')],
    ['runs of quotes that reopen', lines('a,""","\n')],
    ['a field closed far away, of the wrong width', lines(`"a\n${'1,2\n'.repeat(50)}b"\n`)],
    ['two rows in one, the lines between good', lines(`"a,1\n${'1,2\n'.repeat(200)}b,2"\n`)],
    ['nothing but quotes', lines('"')],
    ['nothing but line ends', lines('\n')],
    ['nothing but delimiters', lines(',')],
    ['one long line', lines('x')],
    ['long lines that open a quote', lines(`"${'x'.repeat(1500)}\n`)],
    ['an open quote, then good lines', `"x\n${lines('1,2\n')}`],
    ['an open quote every kilobyte', lines(`"x\n${'1,2\n'.repeat(300)}`)],
    ['lone carriage returns', lines('"a\r')],
    ['other characters', lines('"é\n')],
  ] as const;
  const options = { limits: { maxRowBytes: 1000 } };

  it.each(inputs)('is read in linear time: %s', (_name, text) => {
    const input = Buffer.from(`a,b\n${text}`);
    for (const chunk of [Infinity, 4096, 100]) {
      const count = examined(() => void readAll('csv', input, chunk, options));
      expect(count / input.length).toBeLessThan(40);
    }
  });
});
