import { Bindings } from './bindings';
import { checkCondition, pathsOf } from './check-condition';
import { parseCondition } from './parse-condition';

const values = {
  ':s': { S: 'a' },
  ':z': { S: 'z' },
  ':n': { N: '1' },
  ':bool': { BOOL: true },
  ':l': { L: [] },
  ':type': { S: 'SS' },
  ':nonsense': { S: 'nonsense' },
};

function check(text: string): void {
  const bindings = new Bindings({ '#a': 'a' }, values);
  checkCondition('FilterExpression', bindings.open('FilterExpression', parseCondition(text)), bindings);
}

test.each([
  [
    'a = #a',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
  ],
  [
    'contains(b.a[1], b.#a[1])',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [b, a, [1]]',
  ],
  ['attribute_exists(:s)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'attribute_type(a, :n)',
    'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
  ],
  [
    'attribute_type(a, :nonsense)',
    'Invalid attribute type name found; type: nonsense, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  ['size(:n) = :n', 'Incorrect operand type for operator or function; operator or function: size, operand type: N'],
  ['a < :bool', 'Incorrect operand type for operator or function; operator: <, operand type: BOOL'],
  ['b = :s OR a >= :l', 'Incorrect operand type for operator or function; operator: >=, operand type: L'],
  [
    'a BETWEEN :z AND :s',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:z}, upper bound operand: AttributeValue: {S:a}',
  ],
  [
    'NOT a BETWEEN :s AND :n',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}',
  ],
])('%s', (text, message) => {
  expect(() => check(text)).toThrow(`Invalid FilterExpression: ${message}`);
});

test.each(['a = :bool', 'a <> :l', 'attribute_type(a, :type)', 'size(a) > :n', 'a = b', 'a.b = a.c', 'a IN (a)'])(
  '%s can be evaluated',
  (text) => {
    expect(() => check(text)).not.toThrow();
  },
);

test('all paths of a condition, without placeholders', () => {
  const bindings = new Bindings({ '#a': 'a' }, { ':s': { S: 'a' } });
  const condition = bindings.open(
    'FilterExpression',
    parseCondition('#a.b = :s AND (NOT size(c[0]) < d OR e IN (f, :s))'),
  );
  expect(pathsOf(condition, bindings)).toEqual([['a', 'b'], ['c', 0], ['d'], ['e'], ['f']]);
});
