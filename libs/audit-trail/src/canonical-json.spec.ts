import * as fc from 'fast-check';
import { canonicalJson } from './canonical-json';

it.each([
  [{ b: 1, a: { d: [], c: null } }, '{"a":{"c":null,"d":[]},"b":1}'],
  [{ a: 1, b: undefined, c: 3 }, '{"a":1,"c":3}'],
  [{ c: 3, b: undefined, a: 1 }, '{"a":1,"c":3}'],
  [{ 9: 'nine', 10: 'ten' }, '{"10":"ten","9":"nine"}'],
  [{ a: { 9: 'nine', 10: 'ten' }, b: 1 }, '{"a":{"10":"ten","9":"nine"},"b":1}'],
  [{ '\ud83d\ude00': 1, '\uff5e': 2 }, '{"\ud83d\ude00":1,"\uff5e":2}'],
  [[{ b: 'a"b', a: '\ud800' }, '\u2028'], '[{"a":"\\ud800","b":"a\\"b"},"\u2028"]'],
  ['text', '"text"'],
])('%j is %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

it('has a member that is called __proto__ like any other', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"z":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"z":1},"b":1}');
});

/** The same value, its members in another order. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  const members = Object.entries(value).reverse();
  const other = {};
  for (const [name, member] of members) {
    Object.defineProperty(other, name, { value: turned(member), enumerable: true, configurable: true, writable: true });
  }
  return other;
}

it('is the same text in whatever order the members come, and JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(turned(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
