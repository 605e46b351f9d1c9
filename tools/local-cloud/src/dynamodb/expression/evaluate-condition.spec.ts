import type { Item } from '../value/attribute-value';
import { Bindings } from './bindings';
import { holds } from './evaluate-condition';
import { parseCondition } from './parse-condition';

const item: Item = {
  n: { N: '5' },
  s: { S: 'hello' },
  fish: { S: '🐟' },
  b: { B: Buffer.from('hello').toString('base64') },
  flag: { BOOL: true },
  nil: { NULL: true },
  ss: { SS: ['a', 'b'] },
  l: { L: [{ S: 'x' }, { M: { deep: { N: '7' } } }] },
  m: { M: { k: { S: 'v' }, '0': { S: 'zero' } } },
};
const values = {
  ':five': { N: '5.0' },
  ':six': { N: '6' },
  ':ten': { N: '10' },
  ':seven': { N: '7' },
  ':two': { N: '2' },
  ':four': { N: '4' },
  ':hello': { S: 'hello' },
  ':hel': { S: 'hel' },
  ':text5': { S: '5' },
  ':ba': { SS: ['b', 'a'] },
  ':a': { S: 'a' },
  ':map': { M: { '0': { S: 'zero' }, k: { S: 'v' } } },
  ':true': { BOOL: true },
  ':S': { S: 'S' },
  ':bhel': { B: Buffer.from('hel').toString('base64') },
  ':v': { S: 'v' },
};

function evaluate(text: string, of: Item = item): boolean {
  const bindings = new Bindings({ '#map': 'm', '#zero': '0' }, values);
  return holds(bindings.open('ConditionExpression', parseCondition(text)), of, bindings);
}

describe('operators', () => {
  test.each<[string, boolean]>([
    ['n = :five', true],
    ['n = :text5', false],
    ['n <> :five', false],
    ['n <> :text5', true],
    ['n < :ten', true],
    ['n > :ten', false],
    ['n >= :five', true],
    ['n <= :five', true],
    ['s < :five', false],
    ['flag < :true', false],
    ['ss = :ba', true],
    ['m = :map', true],
    ['n BETWEEN :five AND :six', true],
    ['n BETWEEN :six AND :ten', false],
    ['s BETWEEN :five AND :ten', false],
    ['n IN (:six, :five)', true],
    ['ss IN (:hello, :ba)', true],
    ['n IN (:six)', false],
    ['NOT n = :five', false],
    ['n = :five AND s = :hello', true],
    ['n = :six OR s = :hello', true],
    ['n = :six AND s = :hello', false],
    [':five = n', true],
  ])('%s: %p', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('functions', () => {
  test.each<[string, boolean]>([
    ['attribute_exists(nil)', true],
    ['attribute_exists(gone)', false],
    ['attribute_not_exists(gone)', true],
    ['attribute_type(s, :S)', true],
    ['attribute_type(n, :S)', false],
    ['attribute_type(gone, :S)', false],
    ['begins_with(s, :hel)', true],
    ['begins_with(b, :bhel)', true],
    ['begins_with(n, :hel)', false],
    ['begins_with(gone, :hel)', false],
    ['contains(ss, :a)', true],
    ['contains(gone, :a)', false],
    ['contains(s, m.k)', false],
    ['size(ss) = :two', true],
    ['size(fish) = :four', true],
    ['size(b) = :five', true],
    ['size(l) = :two', true],
    ['size(#map) = :two', true],
    ['size(n) = :two', false],
    ['size(gone) = :two', false],
  ])('%s: %p', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('paths', () => {
  test.each<[string, boolean]>([
    ['m.k = :v', true],
    ['#map.#zero = m.#zero', true],
    ['l[1].deep = :seven', true],
    ['attribute_exists(l[2])', false],
    ['attribute_exists(m[0])', false],
    ['attribute_exists(l.deep)', false],
    ['attribute_exists(s.k)', false],
    ['attribute_exists(m.toString)', false],
  ])('%s: %p', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });
});

describe('what is not there', () => {
  test.each<[string, boolean]>([
    ['gone = :five', false],
    ['gone <> :five', true],
    ['gone = nowhere', false],
    ['gone <> nowhere', true],
    ['gone < :five', false],
    ['gone > :five', false],
    ['NOT gone < :five', true],
    ['gone BETWEEN :five AND :six', false],
    ['gone IN (:five)', false],
    ['n IN (gone)', false],
  ])('%s: %p', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
    expect(evaluate(text.replace(/\bn\b/, 'nowhere'), {})).toBe(expected);
  });
});
