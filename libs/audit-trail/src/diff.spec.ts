import type { Entry } from './entry';
import { diffEntries } from './diff';
import type { Image } from './image';

const entry = (image: Image): Entry => ({ image }) as Entry;

describe('the diff of two entries', () => {
  const before = entry({
    payload: { M: { a: { N: '1' }, same: { S: 'x' }, lines: { L: [{ M: { price: { N: '2' } } }, { S: 'gone' }] } } },
    old: { BOOL: true },
  });
  const after = entry({
    payload: { M: { a: { N: '2' }, same: { S: 'x' }, lines: { L: [{ M: { price: { N: '3' } } }] } } },
    fresh: { NULL: true },
  });

  it('names every field that changed, was added or went', () => {
    expect(diffEntries(before, after)).toEqual([
      { path: 'payload.a', before: { N: '1' }, after: { N: '2' } },
      { path: 'payload.lines[0].price', before: { N: '2' }, after: { N: '3' } },
      { path: 'payload.lines[1]', before: { S: 'gone' } },
      { path: 'old', before: { BOOL: true } },
      { path: 'fresh', after: { NULL: true } },
    ]);
  });

  it('of an entry and nothing is all of it', () => {
    expect(diffEntries(undefined, entry({ a: { S: 'x' } }))).toEqual([{ path: 'a', after: { S: 'x' } }]);
    expect(diffEntries(entry({ a: { S: 'x' } }), undefined)).toEqual([{ path: 'a', before: { S: 'x' } }]);
    expect(diffEntries(before, before)).toEqual([]);
  });
});
