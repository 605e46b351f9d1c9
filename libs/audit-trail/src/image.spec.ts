import * as fc from 'fast-check';
import { right } from 'fp-ts/Either';
import { canonicalJson } from './canonical-json';
import { contentOf } from './image';

describe('the content of an image', () => {
  it('is without what depends on where and when it was written', () => {
    const image = { a: { S: 'x' }, processedAt: { N: '1' }, originRegion: { S: 'us-east-1' }, echo: { BOOL: true } };
    expect(contentOf({ ...image, statusShard: { S: 'PROCESSED#3' } })).toEqual(right({ a: { S: 'x' } }));
  });

  it.each([
    [{ N: '1.50' }, { N: '1.5' }],
    [{ N: '-0' }, { N: '0' }],
    [{ N: '1E+3' }, { N: '1000' }],
    [{ N: '12345678901234567890.10' }, { N: '12345678901234567890.1' }],
    [{ NS: ['10', '9', '2.0'] }, { NS: ['10', '2', '9'] }],
    [{ SS: ['b', 'a'] }, { SS: ['a', 'b'] }],
    [{ BS: ['/w==', 'AA'] }, { BS: ['/w==', 'AA=='] }],
    [{ L: [{ NULL: true }, { M: { n: { N: '2.0' } } }] }, { L: [{ NULL: true }, { M: { n: { N: '2' } } }] }],
  ])('has %j in its one form', (value, canonical) => {
    expect(contentOf({ value })).toEqual(right({ value: canonical }));
  });

  it.each([
    [{ revision: 'bare' }, 'revision is not one typed value'],
    [{ a: { M: { b: { L: [{ N: 'x' }] } } } }, 'a.b[0] is not a value of type N'],
    [{ a: { S: 'x', N: '1' } }, 'a is not one typed value'],
    [{ a: { N: '1e126' } }, 'a is not a value of type N'],
    [{ a: { NULL: false } }, 'a is not a value of type NULL'],
    [{ a: { SS: [1] } }, 'a is not a value of type SS'],
    [undefined, 'the image is not a map of attributes'],
  ])('%j is none', (image, reason) => {
    expect(contentOf(image)).toMatchObject({ left: reason });
  });

  it('is the same text in whatever order its members come', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string(), { maxKeys: 6 }), fc.nat(), (members, turn) => {
        const names = Object.keys(members);
        const at = names.length === 0 ? 0 : turn % names.length;
        const turned = [...names.slice(at), ...names.slice(0, at)];
        const imageOf = (order: readonly string[]) =>
          Object.fromEntries(order.map((name) => [name, { M: { [name]: { S: members[name] } } }] as const));
        expect(canonicalJson(contentOf(imageOf(turned)))).toBe(canonicalJson(contentOf(imageOf(names))));
      }),
    );
  });
});
