import type { Item } from '../value/attribute-value';
import { pathClash, project, showPath, valueAt } from './document-path';

const item: Item = {
  a: { S: 'x' },
  m: { M: { k: { N: '1' }, l: { L: [{ S: '0' }, { S: '1' }, { S: '2' }] } } },
  l: { L: [{ M: { p: { S: 'p' }, q: { S: 'q' } } }] },
};

test('valueAt follows maps by name and lists by index', () => {
  expect(valueAt(item, ['m', 'l', 2])).toEqual({ S: '2' });
  expect(valueAt(item, ['l', 0, 'q'])).toEqual({ S: 'q' });
  expect(valueAt(item, ['l', 'q'])).toBeUndefined();
  expect(valueAt(item, ['m', 0])).toBeUndefined();
  expect(valueAt(item, ['toString'])).toBeUndefined();
});

describe('project', () => {
  test('keeps the shape of the document', () => {
    expect(project(item, [['a'], ['m', 'k'], ['l', 0, 'p'], ['gone'], ['m', 'gone', 'too']])).toEqual({
      a: { S: 'x' },
      m: { M: { k: { N: '1' } } },
      l: { L: [{ M: { p: { S: 'p' } } }] },
    });
  });

  test('elements of a list come in their order, without gaps', () => {
    expect(
      project(item, [
        ['m', 'l', 2],
        ['m', 'l', 0],
      ]),
    ).toEqual({ m: { M: { l: { L: [{ S: '0' }, { S: '2' }] } } } });
  });

  test('leaves the item alone', () => {
    const before = JSON.stringify(item);
    project(item, [
      ['l', 0, 'p'],
      ['l', 0, 'q'],
      ['m', 'l'],
    ]);
    expect(JSON.stringify(item)).toBe(before);
  });
});

test('pathClash', () => {
  expect(pathClash([['a'], ['b', 'a'], ['b', 'c', 0], ['b', 'c', 1]])).toBeUndefined();
  expect(pathClash([['a', 'b'], ['a']])).toContain('path one: [a, b], path two: [a]');
  expect(
    pathClash([
      ['a', 0],
      ['a', 'b'],
    ]),
  ).toContain('conflict');
});

test('showPath', () => {
  expect(showPath(['a', 'b', 0])).toBe('[a, b, [0]]');
});
