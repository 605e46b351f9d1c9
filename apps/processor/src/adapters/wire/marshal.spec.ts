import { marshall } from '@aws-sdk/util-dynamodb';
import { canonicalDecimal, Decimal, numberOf } from '@pipeline/record-schema';
import * as fc from 'fast-check';
import { documentOf } from '../dynamodb-records';
import { marshalledMembers } from './marshal';

const decimal = fc
  .tuple(fc.stringMatching(/^-?[1-9]\d{15,30}$/), fc.stringMatching(/^\d{0,7}$/))
  .map(([whole, fraction]) => numberOf(`${whole}.${fraction}1`))
  .filter((value) => typeof value === 'number' || value instanceof Decimal);

const name = fc
  .oneof(fc.string({ minLength: 1 }), fc.constantFrom('constructor', 'toString'))
  .filter((one) => one !== '__proto__');

/** Whatever an item may hold. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e120, max: 1e120 })
      .filter((n) => n === 0 || Math.abs(n) > 1e-120),
    fc.integer(),
    decimal,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), {
      maxKeys: 4,
    }),
  ),
}));

/** What the SDK would send, with binary values as the wire has them. */
const bySdk = (item: object): unknown => {
  const document = documentOf(item) as Record<string, unknown>;
  return onWire({ M: marshall(document, { removeUndefinedValues: true, allowImpreciseNumbers: true }) });
};

/** Numbers are the same in any notation. */
const exact = (text: string): string => canonicalDecimal(numberOf(text) as number | Decimal);

function onWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'N' && typeof member === 'string' ? exact(member) : onWire(member),
    ]),
  );
}

it('an item is marshalled to what the document client sends', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,9}[A-Z]$/), value, { maxKeys: 5 }), (item) => {
      expect(onWire({ M: JSON.parse(marshalledMembers(item)) as unknown })).toEqual(bySdk(item));
    }),
    { numRuns: 300 },
  );
});

it('a member of any name is kept, also the one that the document client loses', () => {
  const item = JSON.parse('{"a":{"__proto__":1}}') as object;
  expect(marshalledMembers(item)).toBe('{"a":{"M":{"__proto__":{"N":"1"}}}}');
});

it('what is undefined is left out', () => {
  expect(marshalledMembers({ a: undefined, b: { c: undefined, d: 1 }, e: undefined })).toBe(
    '{"b":{"M":{"d":{"N":"1"}}}}',
  );
});

it.each([
  [NaN, 'DynamoDB has no number NaN.'],
  [-Infinity, 'DynamoDB has no number -Infinity.'],
  [1n, 'DynamoDB has no type for a bigint.'],
  [[undefined], 'DynamoDB has no type for a undefined.'],
  [new Set([1]), 'Sets and maps are no part of an item.'],
])('%p is refused', (wrong, message) => {
  expect(() => marshalledMembers({ wrong })).toThrow(message);
});
