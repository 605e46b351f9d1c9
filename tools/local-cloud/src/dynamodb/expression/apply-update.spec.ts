import fc from 'fast-check';
import type { Item } from '../value/attribute-value';
import { applyUpdate } from './apply-update';
import { Bindings } from './bindings';
import { parseUpdate } from './parse-update';

function update(text: string, before: Item, values: Item = {}, names?: Record<string, string>): Item {
  const bindings = new Bindings(names, Object.keys(values).length > 0 ? values : undefined);
  const draft = structuredClone(before);
  const frozen = JSON.stringify(before);
  applyUpdate(bindings.open('UpdateExpression', parseUpdate(text)), before, draft, bindings);
  expect(JSON.stringify(before)).toBe(frozen);
  return draft;
}

const list = (...texts: readonly string[]): Item['l'] => ({ L: texts.map((S) => ({ S })) });

describe('SET', () => {
  test('assigns values, and attributes as they were before the update', () => {
    const before = { a: { S: 'old a' }, b: { S: 'old b' } };
    expect(update('SET a = b, b = a, c = :c', before, { ':c': { N: '1' } })).toEqual({
      a: { S: 'old b' },
      b: { S: 'old a' },
      c: { N: '1' },
    });
  });

  test('adds and subtracts exactly', () => {
    const before = { n: { N: '0.1' } };
    expect(update('SET n = n + :x, m = :x - n', before, { ':x': { N: '0.2' } })).toEqual({
      n: { N: '0.3' },
      m: { N: '0.1' },
    });
    expect(update('SET n = (:x) + (n)', before, { ':x': { N: '12345678901234567890' } })).toEqual({
      n: { N: '12345678901234567890.1' },
    });
  });

  test('if_not_exists takes what is there, or else the other', () => {
    const values = { ':zero': { N: '0' }, ':one': { N: '1' } };
    expect(update('SET n = if_not_exists(n, :zero) + :one', {}, values)).toEqual({ n: { N: '1' } });
    expect(update('SET n = if_not_exists(n, :zero) + :one', { n: { N: '4' } }, values)).toEqual({ n: { N: '5' } });
  });

  test('list_append joins in the order of its operands', () => {
    const values = { ':l': { L: [{ S: 'c' }] }, ':none': { L: [] } };
    expect(update('SET l = list_append(l, :l)', { l: list('a', 'b')! }, { ':l': values[':l'] })).toEqual({
      l: list('a', 'b', 'c'),
    });
    expect(update('SET l = list_append(:l, if_not_exists(l, :none))', {}, values)).toEqual({ l: list('c') });
  });

  test('sets members of maps and elements of lists; an index past the end appends', () => {
    const before = { m: { M: { l: list('a', 'b')! } } };
    expect(
      update(
        'SET m.l[0] = :v, m.l[9] = :w, m.l[7] = :v, m.#n = :v',
        before,
        { ':v': { S: 'v' }, ':w': { S: 'w' } },
        {
          '#n': 'dot.name',
        },
      ),
    ).toEqual({ m: { M: { l: list('v', 'b', 'v', 'w'), 'dot.name': { S: 'v' } } } });
  });

  test.each<[string, Item, string]>([
    ['SET a.b = :s', {}, 'The document path provided in the update expression is invalid for update'],
    ['SET a.b = :s', { a: { S: 'x' } }, 'The document path provided in the update expression is invalid for update'],
    ['SET a[0] = :s', { a: { M: {} } }, 'The document path provided in the update expression is invalid for update'],
    ['SET a = b', {}, 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET a = a + :n', { a: { S: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['SET a = list_append(a, a)', { a: { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    [
      'SET a = a + :n',
      { a: { N: `1${'0'.repeat(40)}` } },
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
  ])('%s on %j: %s', (text, before, message) => {
    const values = { ':s': { S: 's' }, ':n': { N: '1' } };
    expect(() => update(text, before, values)).toThrow(message);
  });
});

describe('REMOVE', () => {
  test('removes attributes, members and elements; what is not there is no error', () => {
    const before = { a: { S: 'x' }, m: { M: { k: { S: 'v' } } }, l: list('a', 'b', 'c', 'd')! };
    expect(update('REMOVE a, m.k, m.gone, gone, l[9]', before)).toEqual({ m: { M: {} }, l: before.l });
  });

  test('indexes mean the list as it was', () => {
    expect(update('REMOVE l[0], l[2]', { l: list('a', 'b', 'c', 'd')! })).toEqual({ l: list('b', 'd') });
    const text = 'SET l[3] = :v, l[1] = :v REMOVE l[0], l[2]';
    expect(update(text, { l: list('a', 'b', 'c', 'd', 'e')! }, { ':v': { M: {} } })).toEqual({
      l: { L: [{ M: {} }, { M: {} }, { S: 'e' }] },
    });
  });

  test('of a list without gaps, removing a set of indexes is filtering', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(9), { minLength: 1 }), fc.nat(9), (indexes, length) => {
        const texts = Array.from({ length }, (_, index) => String(index));
        const after = update(`REMOVE ${indexes.map((index) => `l[${index}]`).join(', ')}`, { l: list(...texts)! });
        expect(after['l']).toEqual(list(...texts.filter((_, index) => !indexes.includes(index))));
      }),
    );
  });
});

describe('ADD', () => {
  test('adds to numbers and sets, and makes those that are not there', () => {
    const values = { ':n': { N: '-2' }, ':s': { SS: ['b', 'c'] } };
    expect(update('ADD n :n, s :s', {}, values)).toEqual({ n: { N: '-2' }, s: { SS: ['b', 'c'] } });
    expect(update('ADD n :n, m.s :s', { n: { N: '2' }, m: { M: { s: { SS: ['a', 'b'] } } } }, values)).toEqual({
      n: { N: '0' },
      m: { M: { s: { SS: ['a', 'b', 'c'] } } },
    });
  });

  test('not to another type', () => {
    expect(() => update('ADD a :n', { a: { S: 'x' } }, { ':n': { N: '1' } })).toThrow(
      'An operand in the update expression has an incorrect data type',
    );
    expect(() => update('ADD a :n', { a: { SS: ['1'] } }, { ':n': { NS: ['1'] } })).toThrow(
      'An operand in the update expression has an incorrect data type',
    );
  });
});

describe('DELETE', () => {
  test('deletes members; a set of none is no set', () => {
    const before = { a: { NS: ['1', '2'] }, b: { NS: ['3'] } };
    expect(update('DELETE a :n, b :n, c :n', before, { ':n': { NS: ['2', '3'] } })).toEqual({ a: { NS: ['1'] } });
  });

  test('where a path leads nowhere it is invalid', () => {
    expect(() => update('DELETE m.s :n', {}, { ':n': { NS: ['2'] } })).toThrow('invalid for update');
  });
});
