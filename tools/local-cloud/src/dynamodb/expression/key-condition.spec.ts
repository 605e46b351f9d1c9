import type { KeySchema } from '../table-definition';
import { Bindings } from './bindings';
import { keyCondition, type KeyCondition } from './key-condition';
import { parseCondition } from './parse-condition';

const composite: KeySchema = { partition: { name: 'pk', type: 'S' }, sort: { name: 'sk', type: 'N' } };
const hash: KeySchema = { partition: { name: 'pk', type: 'S' }, sort: undefined };
const values = { ':p': { S: 'p' }, ':e': { S: '' }, ':n': { N: '1' }, ':m': { N: '2' } };

function read(text: string, keys = composite): KeyCondition {
  const bindings = new Bindings({ '#p': 'pk' }, values);
  return keyCondition(bindings.open('KeyConditionExpression', parseCondition(text)), keys, bindings);
}

describe('shape', () => {
  test.each<[string, string, readonly unknown[]]>([
    ['pk = :p AND sk = :n', '=', [values[':n']]],
    ['sk < :n AND #p = :p', '<', [values[':n']]],
    [':p = pk AND (:n < sk)', '>', [values[':n']]],
    ['(pk = :p) AND (sk BETWEEN :n AND :m)', 'between', [values[':n'], values[':m']]],
  ])('%s', (text, operator, asked) => {
    expect(read(text)).toEqual({ partition: values[':p'], sort: { operator, values: asked } });
  });

  test('the partition alone', () => {
    expect(read('pk = :p')).toEqual({ partition: values[':p'], sort: undefined });
  });
});

describe('rule', () => {
  test.each([
    ['pk = :p OR sk = :n', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT pk = :p', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['pk IN (:p)', 'Invalid operator used in KeyConditionExpression: IN'],
    ['pk <> :p', 'Invalid operator used in KeyConditionExpression: <>'],
    ['attribute_exists(pk)', 'Invalid operator used in KeyConditionExpression: attribute_exists'],
    ['pk = :p AND size(sk) = :n', 'KeyConditionExpressions cannot contain nested operations'],
    ['pk.a = :p', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    ['pk = sk', 'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition'],
    [':p = :p', 'Invalid condition in KeyConditionExpression: No key attribute specified'],
    [
      'pk = :p AND :n BETWEEN sk AND :m',
      'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand',
    ],
    ['pk = :p AND pk = :p', 'KeyConditionExpressions must only contain one condition per key'],
    ['sk = :n', 'Query condition missed key schema element: pk'],
    ['pk = :p AND another = :n', 'Query condition missed key schema element: sk'],
    ['pk = :p AND sk = :n AND another = :n', 'Conditions can be of length 1 or 2 only'],
    ['pk < :p', 'Query key condition not supported'],
    ['pk = :n', 'One or more parameter values were invalid: Condition parameter type does not match schema type'],
    [
      'pk = :e',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ])('%s', (text, message) => {
    expect(() => read(text)).toThrow(new Error(message));
  });

  test('a table without a sort key has no condition on one', () => {
    expect(() => read('pk = :p AND sk = :n', hash)).toThrow('Query key condition not supported');
  });
});
