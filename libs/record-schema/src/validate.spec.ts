import * as fc from 'fast-check';
import { isLeft, isRight, right } from 'fp-ts/Either';
import * as t from 'io-ts';
import * as codecs from './codecs';
import { type Dataset, defineDataset } from './dataset';
import { Decimal, UnstorableNumber } from './decimal';
import { validator } from './validate';

const of = (record: t.Type<never, never>, sensitive?: readonly string[]): Dataset =>
  defineDataset({
    name: 'test',
    description: '',
    schemaVersion: 1,
    suffixes: ['.json'],
    record,
    key: () => 'k',
    time: { fixed: '2000-01-01T00:00:00.000Z' },
    transform: () => ({}),
    sample: { file: 'x.json', from: { rows: () => [] }, byDefault: false },
    ...(sensitive ? { sensitive } : {}),
  } as unknown as Dataset);
const field = (codec: t.Mixed, sensitive?: readonly string[]) => of(t.type({ f: codec }) as never, sensitive);
const faultsOf = (dataset: Dataset, row: unknown) => {
  const result = validator(dataset)(row);
  return isLeft(result) ? result.left : [];
};

describe('every fault', () => {
  it('of a row is told at once, with its path', () => {
    const dataset = of(
      t.type({
        a: codecs.text(),
        b: t.type({ c: codecs.decimal() }),
        d: t.array(t.type({ e: codecs.isoDate })),
      }) as never,
    );
    const faults = faultsOf(dataset, { b: { c: 'x' }, d: [{ e: '2026-01-01' }, { e: '2026-02-30' }] });
    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.missing a',
      'field.type b.c',
      'field.format d[1].e',
    ]);
  });

  it.each([
    [
      codecs.decimal(),
      'x',
      'field.type',
      'f: expected a decimal number, got "x". Correct the value and send the row again.',
    ],
    [
      codecs.decimal(),
      undefined,
      'field.missing',
      'f is missing: expected a decimal number. Add it and send the row again.',
    ],
    [
      codecs.decimal({ max: 5 }),
      6,
      'field.range',
      'f: expected a decimal number of at most 5, got 6. Correct the value and send the row again.',
    ],
    [
      codecs.decimalColumn({ min: 0, max: 5 }),
      '7',
      'field.range',
      'f: expected a decimal number from 0 to 5, got "7". Correct the value and send the row again.',
    ],
    [
      codecs.decimalColumn({ min: 1 }),
      'x',
      'field.type',
      'f: expected a decimal number of at least 1, got "x". Correct the value and send the row again.',
    ],
    [
      codecs.integer(),
      1.5,
      'field.type',
      'f: expected a whole number, got 1.5. Correct the value and send the row again.',
    ],
    [
      codecs.decimal(),
      new UnstorableNumber('1e400'),
      'number.range',
      'f: 1e400 has more than 38 significant digits or is beyond the range of DynamoDB. Send a number that can be stored.',
    ],
    [
      codecs.text(),
      '',
      'field.range',
      'f: expected a text that is not empty, got "". Correct the value and send the row again.',
    ],
    [
      codecs.text({ max: 3 }),
      'four',
      'field.range',
      'f: expected a text of 1 to 3 characters, got "four". Correct the value and send the row again.',
    ],
    [
      codecs.text(),
      5,
      'field.type',
      'f: expected a text that is not empty, got 5. Correct the value and send the row again.',
    ],
    [
      codecs.pattern(/^a$/, 'the letter a'),
      'b',
      'field.format',
      'f: expected the letter a, got "b". Correct the value and send the row again.',
    ],
    [
      codecs.oneOf('a', 'b'),
      'c',
      'field.range',
      'f: expected one of a, b, got "c". Correct the value and send the row again.',
    ],
    [
      codecs.isoDate,
      '2026-02-30',
      'field.format',
      'f: expected a date as 2026-01-31, got "2026-02-30". Correct the value and send the row again.',
    ],
    [
      codecs.isoInstant,
      '2026-01-01',
      'field.format',
      'f: expected an instant as 2026-01-31T23:59:59Z, got "2026-01-01". Correct the value and send the row again.',
    ],
    [
      codecs.usDate,
      'Foo 12 1998',
      'field.format',
      'f: expected a date as Jun 12 1998, got "Foo 12 1998". Correct the value and send the row again.',
    ],
    [
      codecs.nullable(codecs.text()),
      5,
      'field.type',
      'f: expected a text that is not empty, or null, got 5. Correct the value and send the row again.',
    ],
    [
      t.array(codecs.text()),
      {},
      'field.type',
      'f: expected an array, got an empty object. Correct the value and send the row again.',
    ],
    [
      t.type({ g: codecs.text() }),
      [1],
      'field.type',
      'f: expected an object, got an array of 1. Correct the value and send the row again.',
    ],
  ])('%#: %j', (codec, value, code, message) => {
    expect(faultsOf(field(codec), { f: value })).toEqual([expect.objectContaining({ code, path: 'f', message })]);
  });

  it('shows what was there in at most 200 characters, whatever it was', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const { actual, message } of faultsOf(field(codecs.oneOf('never')), { f: value })) {
          expect(actual?.length ?? 0).toBeLessThanOrEqual(201);
          expect(message.length).toBeLessThan(400);
          // eslint-disable-next-line no-control-regex -- controls are what it looks for
          expect(message).not.toMatch(/[\u0000-\u001f]/);
        }
      }),
    );
  });

  it('of a sensitive member, and of what could hold it, shows nothing of it', () => {
    const dataset = of(t.type({ who: t.type({ mail: codecs.pattern(/^a$/, 'an address') }) }) as never, ['who.mail']);
    for (const row of [{ who: { mail: 'secret@x' } }, { who: 'secret@x' }, 'secret@x']) {
      const faults = faultsOf(dataset, row);
      expect(faults).toHaveLength(1);
      expect(JSON.stringify(faults)).not.toContain('secret');
    }
  });

  it('below a sensitive member does not even show what its row calls it', () => {
    const dataset = of(t.type({ contacts: t.record(t.string, codecs.decimal()) }) as never, ['contacts']);
    const faults = faultsOf(dataset, { contacts: { 'ann@example.com': 'x' } });
    expect(faults.map(({ path }) => path)).toEqual(['contacts']);
    expect(JSON.stringify(faults)).not.toContain('ann@');
  });

  it('of a row without end is told fifty times and no more', () => {
    const dataset = field(t.array(codecs.text()));
    expect(faultsOf(dataset, { f: Array.from({ length: 500 }, () => 1) })).toHaveLength(50);
  });
});

describe('a value that fits', () => {
  it.each([
    [codecs.decimal(), 1.5],
    [codecs.decimal(), Decimal.parse('12345678901234567890')],
    [codecs.integer(), Decimal.parse('1E40')],
    [codecs.optional(codecs.text()), undefined],
    [codecs.nullable(codecs.text()), null],
    [codecs.text({ min: 0 }), ''],
    [codecs.isoInstant, '2026-01-31T23:59:59.123456+02:00'],
    [codecs.usDate, 'Feb 29 2024'],
  ])('%# is the record', (codec, value) => {
    expect(validator(field(codec))({ f: value })).toEqual(right({ f: value }));
  });

  it.each([
    [codecs.decimalColumn(), ' 1.50 ', 1.5],
    [codecs.integerColumn(), '7', 7],
    [codecs.optionalColumn(codecs.decimalColumn()), '', undefined],
  ])('%# of a column is what its text writes', (codec, column, value) => {
    expect(validator(field(codec))({ f: column })).toEqual(right({ f: value }));
  });
});

it('pollutes nothing, whatever a row calls its members', () => {
  const names = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'f');
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.jsonValue()), { maxLength: 6 }), (members) => {
      const text = `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
      const result = validator(field(codecs.optional(codecs.text({ min: 0 }))))(JSON.parse(text));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      if (isRight(result)) expect(typeof (result.right as { f?: string }).f).toMatch(/string|undefined/);
    }),
  );
});
