import * as fc from 'fast-check';
import { Decimal } from './decimal';
import { ownMembers } from './own-members';

/** As it comes from a reader: an own member, which an object literal would not make. */
const row = (text: string): unknown => JSON.parse(text);

describe('the own members of a row', () => {
  it.each([
    ['{"__proto__":{"wind":1},"a":1}', { a: 1 }],
    ['{"a":{"__proto__":{"b":1}}}', { a: {} }],
    ['{"a":[{"b":1},{"__proto__":[],"b":2}]}', { a: [{ b: 1 }, { b: 2 }] }],
    ['{"__proto__":{"__proto__":{"a":1}}}', {}],
    ['{"constructor":{"prototype":1}}', { constructor: { prototype: 1 } }],
  ])('of %s are the others', (text, expected) => {
    const own = ownMembers(row(text));
    expect(own).toEqual(expected);
    expect(JSON.stringify(own)).not.toContain('__proto__');
  });

  it('of a row without prototype are the others too', () => {
    const bare = Object.assign(Object.create(null) as object, row('{"a":{"b":1}}'));
    expect(ownMembers(bare)).toBe(bare);
    Object.defineProperty(bare, '__proto__', { value: { c: 1 }, enumerable: true });
    expect(ownMembers(bare)).toEqual({ a: { b: 1 } });
  });

  it('of a row without the name are the row itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('"__proto__"'));
        expect(ownMembers(value)).toBe(value);
      }),
    );
    const decimal = Decimal.parse('1.5');
    expect(ownMembers(decimal)).toBe(decimal);
  });

  it('leave the row that was delivered as it is', () => {
    const delivered = row('{"a":[{"__proto__":{"b":1}}]}');
    const before = JSON.stringify(delivered);
    ownMembers(delivered);
    expect(JSON.stringify(delivered)).toBe(before);
  });
});
