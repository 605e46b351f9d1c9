import * as fc from 'fast-check';
import { Decimal, readDecimal } from './decimal';
import { isSequence, revisionOf, type Writer } from './revision';

const writer: fc.Arbitrary<Writer> = fc.record({
  lastModified: fc
    .date({ min: new Date('2006-03-14T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}.000Z`),
  fileId: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  ordinal: fc.integer({ min: 1, max: 9_999_999_999 }),
  schemaVersion: fc.integer({ min: 1, max: 999 }),
});
const parts = ({ lastModified, fileId, ordinal, schemaVersion }: Writer) => [
  lastModified,
  fileId,
  ordinal,
  schemaVersion,
];

it('orders writers as bytes: by time, then file, then row, then schema', () => {
  fc.assert(
    fc.property(writer, writer, fc.nat(3), (one, other, alike) => {
      const names = ['lastModified', 'fileId', 'ordinal'] as const;
      const second = {
        ...other,
        ...Object.fromEntries(names.slice(0, alike).map((name) => [name, one[name]])),
      } as Writer;
      const [a, b] = [parts(one), parts(second)];
      const first = a.findIndex((part, index) => part !== b[index]);
      const bytes = Buffer.compare(Buffer.from(revisionOf(one)), Buffer.from(revisionOf(second)));
      expect(Math.sign(bytes)).toBe(first < 0 ? 0 : a[first]! < b[first]! ? -1 : 1);
    }),
    { numRuns: 2_000 },
  );
});

it('puts a sequence of the dataset before all', () => {
  const one = { lastModified: '2026-01-02T00:00:00.000Z', fileId: 'a', ordinal: 1, schemaVersion: 1 };
  const other = { ...one, lastModified: '2026-01-01T00:00:00.000Z' };
  const sequence = fc.bigInt({ min: 0n, max: 10n ** 20n - 1n });
  fc.assert(
    fc.property(sequence, sequence, (first, second) => {
      const [a, b] = [first, second].map((value) => readDecimal(String(value))) as [number, number];
      const less = revisionOf({ ...one, sequence: a }) < revisionOf({ ...other, sequence: b });
      expect(less).toBe(first < second);
    }),
  );
  expect(revisionOf({ ...other, sequence: 0 }) > revisionOf({ ...one, lastModified: '2999-01-01T00:00:00.000Z' })).toBe(
    true,
  );
});

it.each([
  [0, true],
  [7, true],
  [Decimal.parse('99999999999999999999')!, true],
  [Decimal.parse('100000000000000000000')!, false],
  [1e20, false],
  [1e40, false],
  [-1, false],
  [1.5, false],
  [NaN, false],
])('takes %s for a sequence: %s', (value, taken) => {
  expect(isSequence(value)).toBe(taken);
});
