import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { jsonText, withMember } from './json-text';

/** A value of JSON as the table holds it, whatever its members are named. */
function stored(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(stored) };
  return { M: Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, stored(member)])) };
}

describe('the JSON of a value of the table', () => {
  it.each<readonly [AttributeValue, string]>([
    [{ S: 'a "quoted"\nline' }, '"a \\"quoted\\"\\nline"'],
    [{ N: '12345678901234567890.123456789012345678' }, '12345678901234567890.123456789012345678'],
    [{ N: '-1E-130' }, '-1E-130'],
    [{ BOOL: false }, 'false'],
    [{ NULL: true }, 'null'],
    [{ L: [] }, '[]'],
    [{ L: [{ N: '1' }, { S: '' }] }, '[1,""]'],
    [{ M: {} }, '{}'],
    [{ M: { 'a"b': { N: '1.10' }, n: { M: { x: { NULL: true } } } } }, '{"a\\"b":1.10,"n":{"x":null}}'],
    [{ SS: ['b', 'a'] }, '["b","a"]'],
    [{ NS: ['1', '2.50'] }, '[1,2.50]'],
    [{ B: Uint8Array.of(0xff, 0) }, '"/wA="'],
  ])('%j is %s', (value, text) => {
    expect(jsonText(value)).toBe(text);
  });

  it('of a kind that nobody foresaw is not made up', () => {
    expect(() => jsonText({ BS: [] })).toThrow('No JSON is known for a value of the type BS.');
  });

  it('is that of the value which was stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const value = JSON.parse(JSON.stringify(json)) as unknown;
        expect(JSON.parse(jsonText(stored(value)))).toEqual(value);
      }),
    );
  });
});

describe('an object with a member more', () => {
  it('has the text of the member as it is', () => {
    expect(withMember({ a: 1 }, 'b"', '{"n":1.10}')).toBe('{"a":1,"b\\"":{"n":1.10}}');
  });
});
