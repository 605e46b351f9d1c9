import { SerializationFault, ValidationFault } from '../fault';
import { readItem, readValue } from './read-value';

const nested = (levels: number): unknown => {
  let value: unknown = { S: 'leaf' };
  for (let level = 1; level < levels; level++) value = level % 2 === 0 ? { M: { n: value } } : { L: [value] };
  return value;
};

describe('readValue', () => {
  test('makes numbers canonical, wherever they are', () => {
    expect(readValue({ M: { a: { L: [{ N: '1.0' }] }, b: { NS: ['01', '2e0'] } } })).toEqual({
      M: { a: { L: [{ N: '1' }] }, b: { NS: ['1', '2'] } },
    });
  });

  test('members that are null are not there', () => {
    expect(readValue({ S: 'a', N: null })).toEqual({ S: 'a' });
  });

  test.each<[unknown, string]>([
    [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [
      { S: 'a', N: '1' },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      { NULL: false },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
    [{ BS: [] }, 'One or more parameter values were invalid: Binary sets should not be empty'],
    [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
    [{ N: 'x' }, 'The parameter cannot be converted to a numeric value: x'],
    [
      { BS: ['YQ==', 'YQ=='] },
      'One or more parameter values were invalid: Input collection [YQ==, YQ==]of type BS contains duplicates.',
    ],
  ])('%j: %s', (raw, message) => {
    expect(() => readValue(raw)).toThrow(new ValidationFault(message));
  });

  test.each<[unknown, string]>([
    ['a', 'Unexpected value type in payload'],
    [[], 'Unexpected value type in payload'],
    [{ S: true }, 'TRUE_VALUE cannot be converted to String'],
    [{ S: { a: 1 } }, 'Start of structure or map found where not expected'],
    [{ N: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    [{ B: 1 }, 'only base-64-encoded strings are convertible to bytes'],
    [{ B: 'abc' }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
    [{ B: 'YR==' }, 'Invalid last non-pad Base64 character dectected'],
    [{ L: {} }, 'Unexpected field type'],
    [{ M: [] }, 'Unexpected field type'],
  ])('%j: %s', (raw, message) => {
    expect(() => readValue(raw)).toThrow(new SerializationFault(message));
  });

  test('a type that does not exist is refused by name', () => {
    expect(() => readValue({ D: '2026-01-01' })).toThrow('the attribute type D of DynamoDB');
  });
});

describe('readItem', () => {
  test('a document of 32 levels is the deepest', () => {
    expect(readItem({ a: nested(32) })).toHaveProperty('a');
    expect(() => readItem({ a: nested(33) })).toThrow(/^Nesting Levels have exceeded supported limits/);
  });
});
