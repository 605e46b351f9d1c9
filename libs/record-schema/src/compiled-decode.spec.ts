import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import * as codecs from './codecs';
import { compileDecode, mayCompile, UNSURE } from './compiled-decode';
import { Decimal } from './decimal';
import { ownMembers } from './own-members';

/** Leaves of every kind, by the values that are near them. */
const leaves: readonly t.Mixed[] = [
  codecs.text({ max: 5 }),
  codecs.pattern(/^[a-z]+$/, 'small letters'),
  codecs.oneOf('rain', 'sun'),
  codecs.isoDate,
  codecs.isoInstant,
  codecs.decimal({ min: 0 }),
  codecs.integer({ max: 9 }),
  codecs.decimalColumn({ max: 100 }),
  codecs.integerColumn(),
  t.string,
  t.number,
  t.boolean,
  t.union([t.string, t.number]),
  t.literal('rain'),
];
const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'rain', '2026-02-30', '2026-01-31', '2026-01-31T23:59:59Z', ' 7 ', '1e400', '-0', '5.', '.'),
  fc.constantFrom(undefined, null, true, 0, -1, 1.5, NaN, 1e300, Decimal.parse('12345678901234567890.5')),
  fc.string({ maxLength: 6 }),
);
// None that objects inherit: io-ts reads those of its own copy of a row that has no prototype.
const NAMES = ['a', 'b c', '"', '`${x}', '1', 'ſ\n'];
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES, '__proto__'), tie('any'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).any;
const codec = fc.letrec<{ any: t.Mixed; around: t.Mixed }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...leaves), tie('around')),
  around: fc.oneof(
    tie('any').map((inner) => codecs.optional(inner)),
    tie('any').map((inner) => codecs.nullable(inner)),
    tie('any').map((inner) => codecs.optionalColumn(inner)),
    tie('any').map((inner) => t.array(inner)),
    fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 4 }).map((props) => t.type(props)),
    fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 2 }).map((props) => t.partial(props)),
    tie('any').map((inner) => t.readonly(inner)),
  ),
}));

/** A value that the codec may well take: each of its parts is drawn from what is near it. */
function near(type: t.Mixed): fc.Arbitrary<unknown> {
  if (type instanceof t.InterfaceType) {
    const props = Object.entries(type.props as t.Props).map(([name, inner]) => [name, near(inner)] as const);
    return fc.record(Object.fromEntries(props) as Record<string, fc.Arbitrary<unknown>>);
  }
  if (type instanceof t.ArrayType) return fc.array(near(type.type as t.Mixed), { maxLength: 3 });
  const taken = fc
    .sample(scalar, { numRuns: 60, seed: 7 })
    .filter((each) => type.is(each) || isRight(type.decode(each)));
  return taken.length === 0 ? value : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...taken) }, value);
}

/** What a reader of a record can see: the members that its schema names, where they are not undefined. */
function seen(type: t.Mixed, record: unknown): unknown {
  if (type instanceof t.InterfaceType && typeof record === 'object' && record !== null) {
    const members = Object.entries(type.props as t.Props).map(([name, inner]) => {
      return [name, seen(inner, (record as Record<string, unknown>)[name])] as const;
    });
    return Object.fromEntries(members.filter(([, member]) => member !== undefined));
  }
  if (type instanceof t.ArrayType && Array.isArray(record)) {
    return record.map((element) => seen(type.type as t.Mixed, element));
  }
  const { type: inner } = type as { type?: t.Mixed };
  return inner && record !== null && record !== undefined ? seen(inner, record) : record;
}

const pairs = codec.any.chain((type) => fc.tuple(fc.constant(type), fc.oneof(value, near(type), near(type))));

describe('a compiled decode', () => {
  it('agrees with its codec wherever it answers', () => {
    let answers = 0;
    fc.assert(
      fc.property(pairs, ([type, row]) => {
        const compiled = compileDecode(type)?.(row);
        if (compiled === UNSURE) return;
        answers += 1;
        const decoded = type.decode(ownMembers(row));
        if (isLeft(decoded)) throw new Error(`io-ts refuses ${fc.stringify(row)}`);
        expect(seen(type, compiled)).toEqual(seen(type, decoded.right));
      }),
      { numRuns: 3_000 },
    );
    expect(answers).toBeGreaterThan(500);
  });

  it('hands a row on as it is where no member is held otherwise than it came', () => {
    const row = { a: 'x', more: 1 };
    expect(compileDecode(t.type({ a: t.string }))?.(row)).toBe(row);
  });

  it('leaves a row with a member called __proto__ to who can read it', () => {
    const row: unknown = JSON.parse('{"a": "x", "__proto__": {"a": "y"}}');
    expect(compileDecode(t.type({ a: t.string }))?.(row)).toBe(UNSURE);
  });

  it('is not made where a process may not make code of text', () => {
    const { Function: made } = globalThis;
    globalThis.Function = function () {
      throw new EvalError('Code generation from strings disallowed for this context');
    } as unknown as FunctionConstructor;
    try {
      expect(mayCompile()).toBe(false);
      expect(compileDecode(t.string)).toBeUndefined();
    } finally {
      globalThis.Function = made;
    }
    expect(mayCompile()).toBe(true);
  });
});
