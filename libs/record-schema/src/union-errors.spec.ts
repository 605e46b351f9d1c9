import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';
import * as codecs from './codecs';
import { type Dataset, defineDataset } from './dataset';
import { validator } from './validate';

const told = (codec: t.Mixed, value: unknown): string[] => {
  const dataset = defineDataset({
    name: 'test',
    description: '',
    schemaVersion: 1,
    suffixes: ['.json'],
    record: t.type({ f: codec }),
    key: () => 'k',
    time: { fixed: '2000-01-01T00:00:00.000Z' },
    transform: () => ({}),
    sample: { file: 'x.json', from: { rows: () => [] }, byDefault: false },
  } as unknown as Dataset);
  const result = validator(dataset)({ f: value });
  return isLeft(result) ? result.left.map(({ path, expected }) => `${path}: ${expected}`) : [];
};

const circle = t.type({ kind: t.literal('circle'), radius: codecs.decimal() });
const square = t.type({ kind: t.literal('square'), side: codecs.decimal() });
const size = t.type({ width: codecs.decimal(), height: codecs.decimal() });

describe('the fault of a union', () => {
  it('is one, at the union, where the value has the shape of none', () => {
    const codec = t.union([codecs.decimal(), codecs.text()]);
    expect(told(codec, true)).toEqual(['f: a decimal number, or a text that is not empty']);
    expect(told(codec, undefined)).toEqual(['f: a decimal number, or a text that is not empty']);
    expect(told(codec, 1)).toEqual([]);
  });

  it('is that of the alternative whose shape the value has', () => {
    const codec = t.union([t.null, codecs.text(), size]);
    expect(told(codec, { width: 'x' })).toEqual(['f.width: a decimal number', 'f.height: a decimal number']);
    expect(told(codec, 7)).toEqual(['f: null, or a text that is not empty, or an object']);
  });

  it('is that of the alternative which the value names', () => {
    expect(told(t.union([circle, square]), { kind: 'square', side: 'x' })).toEqual(['f.side: a decimal number']);
  });

  it('stands beside those of other values, also of the same union', () => {
    const codec = t.array(t.union([codecs.decimal(), t.null]));
    expect(told(codec, ['a', 1, null, 'b'])).toEqual([
      'f[0]: a decimal number, or null',
      'f[3]: a decimal number, or null',
    ]);
  });

  it('is told of a union within a union', () => {
    const inner = t.type({ v: t.union([codecs.decimal(), t.null]) });
    expect(told(t.union([t.null, inner]), { v: 'x' })).toEqual(['f.v: a decimal number, or null']);
  });

  it('is told of an optional union', () => {
    const codec = codecs.optional(t.union([codecs.decimal(), t.null]) as t.Type<unknown>);
    expect(told(codec, 'x')).toEqual(['f: a decimal number, or null']);
  });
});

describe('the path and the words of a fault', () => {
  const inner = t.type({ q: codecs.integer() });

  it.each([
    ['an optional array', codecs.optional(t.array(inner) as t.Type<unknown>), [{ q: 1 }, {}], 'f[1].q: a whole number'],
    ['a readonly array', t.readonlyArray(inner), [{ q: 'x' }], 'f[0].q: a whole number'],
    ['a strict object', t.strict({ a: t.strict({ b: codecs.integer() }) }), { a: 4 }, 'f.a: an object'],
    [
      'an intersection',
      t.intersection([inner, t.partial({ r: codecs.integer() })]),
      { q: 1, r: 'x' },
      'f.r: a whole number',
    ],
    ['a nullable object', codecs.nullable(inner as t.Type<unknown>), 5, 'f: an object, or null'],
    ['a dictionary', t.record(t.string, codecs.integer()), { 'a\u001bb': 'x' }, 'f.a\\u001bb: a whole number'],
    ['an array', t.array(inner), {}, 'f: an array'],
  ])('of %s are those of the row', (_, codec, value, expected) => {
    expect(told(codec as t.Mixed, value)).toEqual([expected]);
  });
});
