import { NotEmulated } from '../http/service';
import { flag, integer, listOf, mapOf, oneOf, readInput, required, resourceName, structure, text } from './parameters';

const shape = {
  TableName: required(resourceName),
  Mode: oneOf('ON', 'OFF'),
  Limit: integer(1, 10),
  Flag: flag,
  Items: listOf(structure({ Name: required(text) }), 1, 2),
  Tags: mapOf(text),
} as const;
const read = (body: unknown) => readInput('Operate', shape, body);

test('an input is read member by member; those that are null are not there', () => {
  const body = { TableName: 'table', Mode: 'ON', Limit: 3, Flag: true, Items: [{ Name: 'a' }], Tags: { x: 'y' } };
  expect(read(body)).toEqual(body);
  expect(read({ TableName: 'table', Mode: null })).toEqual({ TableName: 'table' });
});

test('a table may be given by its ARN', () => {
  expect(read({ TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/a.b_c-1' }).TableName).toBe('a.b_c-1');
});

test.each<[string, object]>([
  ["Value null at 'tableName' failed to satisfy constraint: Member must not be null", {}],
  [
    "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    { TableName: '' },
  ],
  [
    `Value '${'a'.repeat(256)}' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to 255`,
    { TableName: 'a'.repeat(256) },
  ],
  [
    "Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    { TableName: 'a b' },
  ],
  [
    "Value 'MAYBE' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
    { TableName: 't', Mode: 'MAYBE' },
  ],
  [
    "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    { TableName: 't', Limit: 0 },
  ],
  [
    "Value '11' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10",
    { TableName: 't', Limit: 11 },
  ],
  [
    "Value null at 'items.1.member.name' failed to satisfy constraint: Member must not be null",
    { TableName: 't', Items: [{}] },
  ],
])('%s', (constraint, body) => {
  expect(() => read(body)).toThrow(new Error(`1 validation error detected: ${constraint}`));
});

test('constraints that are broken are reported together', () => {
  expect(() => read({ Limit: 0, Items: [] })).toThrow(
    /^3 validation errors detected: .*tableName.*; .*limit.*; .*items/,
  );
});

test.each<[unknown, string]>([
  [{ TableName: 1 }, 'NUMBER_VALUE cannot be converted to String'],
  [{ TableName: 't', Flag: 'true' }, 'STRING_VALUE cannot be converted to Boolean'],
  [{ TableName: 't', Limit: '1' }, 'STRING_VALUE cannot be converted to Integer'],
  [{ TableName: 't', Items: {} }, 'Unexpected field type'],
  [{ TableName: 't', Tags: [] }, 'Unexpected field type'],
  ['text', 'Unexpected field type'],
])('%j: %s', (body, message) => {
  expect(() => read(body)).toThrow(message);
});

test('a member that is not known is refused by name, at any depth, also if its name is one of every object', () => {
  expect(() => read({ TableName: 't', Other: 1 })).toThrow(NotEmulated);
  expect(() => read({ TableName: 't', Items: [{ Name: 'a', Colour: 'red' }] })).toThrow(
    'the parameter Colour of Operate',
  );
  expect(() => read(JSON.parse('{"TableName":"t","constructor":1}'))).toThrow('the parameter constructor of Operate');
});
