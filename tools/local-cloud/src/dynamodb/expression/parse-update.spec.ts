import { Bindings } from './bindings';
import { checkUpdate } from './check-update';
import { parseUpdate } from './parse-update';

const values = { ':s': { S: 's' }, ':n': { N: '1' }, ':l': { L: [] }, ':set': { SS: ['a'] } };

function check(text: string): void {
  const bindings = new Bindings({ '#a': 'a' }, values);
  checkUpdate(bindings.open('UpdateExpression', parseUpdate(text)), bindings);
}

describe('shape', () => {
  test('actions come in their order, whatever the order of the sections', () => {
    const parsed = parseUpdate('REMOVE a SET b = :x, c = d - :y delete e :z Add f[1].g :x');
    expect(parsed).toMatchObject({ values: [':x', ':y', ':z'] });
    expect('tree' in parsed && parsed.tree.map(({ kind }) => kind)).toEqual(['REMOVE', 'SET', 'SET', 'DELETE', 'ADD']);
  });
});

describe('rule', () => {
  test.each([
    ['', 'The expression can not be empty;'],
    ['INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
    ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
    ['SET a = :s,', 'Syntax error; token: "<EOF>", near: ","'],
    ['SET a = b + c + d', 'Syntax error; token: "+", near: "c + d"'],
    ['SET a :s', 'Syntax error; token: ":s", near: "a :s"'],
    ['ADD a b', 'Syntax error; token: "b", near: "a b"'],
    ['SET a = :s SET b = :s', 'The "SET" section can only be used once in an update expression;'],
    ['SET a = append(b, :s)', 'Invalid function name; function: append'],
    ['SET status = :s', 'Attribute name is a reserved keyword; reserved keyword: status'],
    [
      'SET a = if_not_exists(b)',
      'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
    ],
    [
      'SET a = if_not_exists(:s, :s)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = list_append(b, :s)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: S',
    ],
    ['SET a = b + :s', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
    ['ADD a :s', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
    ['ADD a :l', 'Incorrect operand type for operator or function; operator: ADD, operand type: LIST'],
    ['DELETE a :n', 'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER'],
    [
      'SET a = :s, #a = :n',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    ],
    [
      'SET a.b[1] = :s REMOVE a.b',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b, [1]], path two: [a, b]',
    ],
    [
      'REMOVE a.b, a[1]',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]',
    ],
    ['SET a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
    ['REMOVE #x', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
  ])('%s', (text, message) => {
    expect(() => check(text)).toThrow(new Error(`Invalid UpdateExpression: ${message}`));
  });

  test.each([
    'ADD a :n',
    'ADD a :set',
    'DELETE a :set',
    'SET a = b, b = a',
    'REMOVE a[1], a[2]',
    'SET a.b = :s, a.c = :s',
  ])('%s can be applied', (text) => {
    expect(() => check(text)).not.toThrow();
  });
});
