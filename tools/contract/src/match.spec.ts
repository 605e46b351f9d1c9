import type { Json } from './case';
import { match } from './match';

describe('match', () => {
  it.each<[string, Json, Json]>([
    ['members beside those wanted', { a: 1, b: 2 }, { a: 1 }],
    ['a text by its pattern', 'v-17', { $like: '^v-\\d+$' }],
    ['what is not there', { a: 1 }, { b: { $absent: true } }],
    ['what is there, whatever it is', { a: null }, { a: { $present: true } }],
    ['a length', ['x', 'y'], { $length: 2 }],
    ['a number in a range, as text too', { n: '7' }, { n: { $between: [7, 8] } }],
    ['another value', 'a', { $not: 'b' }],
    ['any order', [{ k: 'b', x: 1 }, { k: 'a' }], { $anyOrder: [{ k: 'a' }, { k: 'b' }] }],
    ['JSON in a text', '{"a":[1]}', { $json: { a: [1] } }],
    ['exactly this', { a: { b: 1 } }, { $exactly: { a: { b: 1 } } }],
  ])('takes %s', (_, found, wanted) => {
    expect(match(found, wanted)).toBeUndefined();
  });

  it.each<[string, Json, Json, string]>([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, 'a.b: expected 2, got 1'],
    ['a missing member', {}, { a: 1 }, 'a: expected 1, got nothing'],
    ['a list of another length', { l: [1, 2] }, { l: [1] }, 'l: expected [1], got [1,2]'],
    ['a list in another order', [1, 2], [2, 1], '[0]: expected 2, got 1'],
    ['a member too many', { a: { b: 1, c: 2 } }, { a: { $exactly: { b: 1 } } }, 'a.c: expected nothing, got 2'],
    ['a member too many, deep down', { l: [{ b: 1 }] }, { $exactly: { l: [{}] } }, 'l[0].b: expected nothing, got 1'],
    ['another value where nothing else may be', { b: 2 }, { $exactly: { b: 1 } }, 'b: expected 1, got 2'],
    ['one that is there', { a: 1 }, { a: { $absent: true } }, 'a: expected nothing, got 1'],
    ['a text of another pattern', 'x', { $like: '^v' }, 'the answer: expected a text like ^v, got "x"'],
    ['no number', {}, { n: { $between: [0, 9] } }, 'n: expected from 0 to 9, got nothing'],
    ['one twice', ['a', 'a'], { $anyOrder: ['a', 'b'] }, 'the answer: expected in any order ["a","b"], got ["a","a"]'],
    ['one too many', ['a', 'b'], { $anyOrder: ['a'] }, 'the answer: expected in any order ["a"], got ["a","b"]'],
    ['no JSON', { t: '{' }, { t: { $json: {} } }, 't: expected JSON, got "{"'],
    ['the value it must not be', 'b', { $not: 'b' }, 'the answer: expected not "b", got "b"'],
  ])('tells %s', (_, found, wanted, difference) => {
    expect(match(found, wanted)).toBe(difference);
  });

  it('shows long values by their beginning', () => {
    expect(match('x'.repeat(1_000), 'y')).toHaveLength('the answer: expected "y", got '.length + 301);
  });

  it('knows no other matcher', () => {
    expect(() => match(1, { $lke: 'x' })).toThrow('There is no matcher $lke, only $like, ');
  });
});
