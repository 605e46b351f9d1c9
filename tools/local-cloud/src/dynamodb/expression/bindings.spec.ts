import { Bindings } from './bindings';
import { parseCondition } from './parse-condition';

test.each<[string, Record<string, string> | undefined, Record<string, unknown> | undefined]>([
  ['ExpressionAttributeNames must not be empty', {}, undefined],
  ['ExpressionAttributeValues must not be empty', undefined, {}],
  ['ExpressionAttributeNames contains invalid key: Syntax error; key: "a"', { a: 'a' }, undefined],
  ['ExpressionAttributeValues contains invalid key: Syntax error; key: ":a-b"', undefined, { ':a-b': { S: 'x' } }],
  [
    'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :a',
    undefined,
    { ':a': {} },
  ],
])('%s', (message, names, values) => {
  expect(() => new Bindings(names, values)).toThrow(new Error(message));
});

describe('placeholders', () => {
  const open = (text: string) => {
    const bindings = new Bindings({ '#a': 'a', '#b': 'b' }, { ':a': { N: '1.0' }, ':b': { S: 'b' } });
    bindings.open('ConditionExpression', parseCondition(text));
    return bindings;
  };

  test('stand for names and for values in canonical form', () => {
    const bindings = open('#a = :a');
    expect(bindings.value(':a')).toEqual({ N: '1' });
    expect(bindings.path({ kind: 'path', steps: [{ placeholder: '#a' }, 0, 'c'] })).toEqual(['a', 0, 'c']);
  });

  test('must be defined, and what every object has is not', () => {
    expect(() => open('#c = :a')).toThrow(
      'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #c',
    );
    expect(() => open('a = :toString')).toThrow(
      'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :toString',
    );
  });

  test('must be used by some expression', () => {
    expect(() => open('#a = :a').requireAllUsed()).toThrow(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}',
    );
    expect(() => open('#a = #b').requireAllUsed()).toThrow(
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}',
    );
    expect(() => open('#a = :a OR #b = :b').requireAllUsed()).not.toThrow();
  });
});
