import * as fc from 'fast-check';
import { type ChunkIterator, compareKeys, mergeOverlay, type PendingWrites } from './overlay';

type Entries = ReadonlyMap<string, string>;
const bytes = (text: string) => Buffer.from(text);
const inOrder = (entries: Entries, reverse: boolean) =>
  [...entries].sort(([a], [b]) => (reverse ? -1 : 1) * compareKeys(a, b));

/** A disk that has these entries, and remembers whether its iterator was given back. */
function diskOf(entries: readonly (readonly [string, string])[]) {
  let [at, closed] = [0, false];
  const iterator: ChunkIterator = {
    nextv: async (size) => entries.slice(at, (at += size)).map(([key, value]) => [key, bytes(value)] as const),
    close: async () => void (closed = true),
  };
  return { iterator, isClosed: () => closed };
}

/** Few keys, so that disk and pending writes meet; some beyond U+FFFF, where UTF-16 sorts otherwise than UTF-8. */
const key = fc.constantFrom('a', 'aa', 'b', 'é', '\uffee', '\u{1f600}', '\u{10ffff}');
const stored = fc.dictionary(key, fc.string(), { maxKeys: 7 });
const written = fc.dictionary(key, fc.option(fc.string(), { nil: undefined }), { maxKeys: 7 });

it('is as if the writes were on disk already, whatever the range, the direction and the limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      stored,
      written,
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      fc.tuple(key, key),
      async (before, writes, reverse, limit, [from, to]) => {
        const isWithin = (name: string) => compareKeys(name, from) >= 0 && compareKeys(name, to) < 0;
        const pending: PendingWrites = new Map(
          Object.entries(writes).map(([name, value]) => [
            name,
            { value: value === undefined ? undefined : bytes(value) },
          ]),
        );
        const onDisk = new Map(Object.entries(before).filter(([name]) => isWithin(name)));
        const disk = diskOf(inOrder(onDisk, reverse));
        const found: [string, string][] = [];
        for await (const [name, value] of mergeOverlay(disk.iterator, pending, { from, to, reverse, limit })) {
          found.push([name, Buffer.from(value).toString()]);
        }
        const after = new Map(onDisk);
        for (const [name, value] of Object.entries(writes)) {
          if (!isWithin(name)) continue;
          if (value === undefined) after.delete(name);
          else after.set(name, value);
        }
        expect(found).toEqual(inOrder(after, reverse).slice(0, limit));
        expect(disk.isClosed()).toBe(true);
      },
    ),
  );
});

it('orders keys by their bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)));
    }),
  );
  // The code units of the first are the higher ones.
  expect(compareKeys('\uffee', '\u{1f600}')).toBeLessThan(0);
});

it('gives the disk back when its reader has enough', async () => {
  const disk = diskOf([
    ['a', '1'],
    ['b', '2'],
  ]);
  for await (const _ of mergeOverlay(disk.iterator, new Map(), { from: 'a', to: 'c', reverse: false, limit: 9 })) break;
  expect(disk.isClosed()).toBe(true);
});
