import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { jsonText, withMember } from './json-text';

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
    const json = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    fc.assert(
      fc.property(json, (value) => {
        const stored = marshall({ value }, { allowImpreciseNumbers: true })['value'];
        expect(JSON.parse(jsonText(stored!))).toEqual(value);
      }),
    );
  });
});

describe('an object with a member more', () => {
  it('has the text of the member as it is', () => {
    expect(withMember({ a: 1 }, 'b"', '{"n":1.10}')).toBe('{"a":1,"b\\"":{"n":1.10}}');
  });
});
