import { keptHeader, MAX_HEADER_BYTES } from './kept-header';

const open = {};
const sensitive = { sensitive: ['email'] };

describe('the header of a CSV', () => {
  it('is kept as it is', () => {
    expect(keptHeader(open, ['date', 'Größe, m'])).toEqual(['date', 'Größe, m']);
  });

  it('that is longer than a receipt should be is not kept, in part neither', () => {
    const names = ['ä'.repeat(MAX_HEADER_BYTES / 2 - 1), 'xy'];
    expect(keptHeader(open, names)).toEqual(names);
    expect(keptHeader(open, [...names, 'z'])).toBeUndefined();
  });

  it('is not kept where the dataset has personal data: a file without one has its first row there', () => {
    expect(keptHeader(sensitive, ['1', 'ada@example.com'])).toBeUndefined();
  });

  it('is none where the file has none', () => {
    expect(keptHeader(open, undefined)).toBeUndefined();
  });
});
