import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { buildSync } from 'esbuild';
import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import * as codecs from './codecs';
import { compileDecode, mayCompile, UNSURE } from './compiled-decode';
import type { Dataset } from './dataset';
import { Decimal } from './decimal';
import { datasets } from './registry';
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

  it('is made once for a codec', () => {
    const codec = t.type({ a: t.string });
    expect(compileDecode(codec)).toBe(compileDecode(codec));
    expect(compileDecode(t.type({ a: t.number }))).not.toBe(compileDecode(codec));
  });

  it('is not made where a process may not make code of text', () => {
    const { Function: made } = globalThis;
    globalThis.Function = function () {
      throw new EvalError('Code generation from strings disallowed for this context');
    } as unknown as FunctionConstructor;
    try {
      expect(mayCompile()).toBe(false);
      expect(compileDecode(t.type({ a: t.string }))).toBeUndefined();
    } finally {
      globalThis.Function = made;
    }
    expect(mayCompile()).toBe(true);
  });
});

describe('the codec of the dataset', () => {
  /** Values that come near a codec: of its sample, with members taken away, put or changed. */
  const damaged = (rows: readonly unknown[]) =>
    fc
      .tuple(fc.constantFrom(...rows), fc.nat(), fc.oneof(scalar, fc.constant('(drop)')), fc.boolean())
      .map(([row, which, put, deep]) => {
        const copy = structuredClone(row) as Record<string, unknown>;
        const members = (value: unknown) => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
        const names = members(copy);
        let target = copy;
        let name = names[which % names.length] ?? '';
        const inner = members(copy[name]);
        if (deep && inner.length > 0) {
          target = copy[name] as Record<string, unknown>;
          name = inner[which % inner.length] ?? '';
        }
        if (put === '(drop)') Reflect.deleteProperty(target, name);
        else target[name] = put;
        return copy;
      });

  /** The first rows of a sample, generated or real. */
  function rowsOf({ from }: Dataset['sample']): readonly unknown[] {
    if ('rows' in from) return JSON.parse(JSON.stringify([...from.rows()].slice(0, 500))) as unknown[];
    const text = readFileSync(join(__dirname, '../../../node_modules', from.package, from.path), 'utf8');
    const rows = from.path.endsWith('.csv') ? (parse(text, { columns: true }) as unknown) : JSON.parse(text);
    return (rows as unknown[]).slice(0, 500);
  }

  it.each([...datasets.values()].map((dataset) => [dataset.name, dataset] as const))(
    '%s agrees with its compiled form, on valid rows and on damaged ones',
    (_, { record, sample }) => {
      const rows = rowsOf(sample);
      const compiled = compileDecode(record);
      let answers = 0;
      fc.assert(
        fc.property(fc.oneof(fc.constantFrom(...rows), damaged(rows)), (row) => {
          const answer = compiled?.(row);
          const decoded = record.decode(ownMembers(row));
          if (answer === UNSURE) return;
          answers += 1;
          if (isLeft(decoded)) throw new Error(`io-ts refuses ${fc.stringify(row)}`);
          expect(seen(record, answer)).toEqual(seen(record, decoded.right));
        }),
        { numRuns: 1_000 },
      );
      expect(answers).toBeGreaterThan(100);
    },
  );
});

describe('a process that may not make code of text', () => {
  it('validates as others do, and knows of it', () => {
    const { outputFiles } = buildSync({
      stdin: {
        contents: `
          import { datasets, mayCompile, validator } from './index';
          const dataset = datasets.get('sensor-readings');
          const validate = validator(dataset);
          const verdicts = [...dataset.sample.from.rows()].slice(0, 2_000).map((row) => validate(row)._tag);
          console.log(JSON.stringify({ mayCompile: mayCompile(), right: verdicts.filter((tag) => tag === 'Right').length }));`,
        resolveDir: __dirname,
        loader: 'ts',
      },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
    });
    const run = (...options: readonly string[]): unknown =>
      JSON.parse(execFileSync(process.execPath, [...options, '-'], { input: outputFiles[0]?.text ?? '' }).toString());
    const [free, bound] = [run(), run('--disallow-code-generation-from-strings')];
    expect(free).toMatchObject({ mayCompile: true });
    expect(bound).toEqual({ ...(free as object), mayCompile: false });
  });
});
