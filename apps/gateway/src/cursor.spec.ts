import fc from 'fast-check';
import { readIndexCursor, readOrdinalCursor, writeIndexCursor, writeOrdinalCursor } from './cursor';
import { cursor as cursorWord } from './codecs/words';
import { Refusal } from './errors';

const question = ['records', 'PROCESSED', '', ''];
const text = (maxLength: number) => fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength });
const position = fc.record({ shard: fc.nat(1_023), timestamp: text(60), recordId: text(300) });
const placed = { shard: 3, timestamp: '2026-03-14T09:26:53.000Z', recordId: 'weather#seattle' };

/** What a cursor says, changed. */
const changed = (cursor: string, change: (content: unknown[]) => unknown): string =>
  Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]))).toString(
    'base64url',
  );
const refused = (read: () => unknown): void => {
  expect(read).toThrow(Refusal);
  expect(read).toThrow('The cursor does not belong to this question');
};

describe('a cursor', () => {
  it('leads back to where it was written, and is a text that a request may carry', () => {
    fc.assert(
      fc.property(position, fc.jsonValue(), (place, asked) => {
        const cursor = writeIndexCursor(asked, place);
        expect(cursorWord.is(cursor)).toBe(true);
        expect(readIndexCursor(asked, cursor)).toEqual(place);
      }),
    );
    fc.assert(
      fc.property(fc.nat(), (ordinal) => {
        expect(readOrdinalCursor(question, writeOrdinalCursor(question, ordinal))).toBe(ordinal);
      }),
    );
  });

  it.each([
    ['status', ['records', 'REJECTED', '', '']],
    ['dataset', ['records', 'PROCESSED', 'weather', '']],
    ['listing', ['files', 'PROCESSED', '', '']],
  ])('is refused under a question of another %s', (_, other) => {
    refused(() => readIndexCursor(other, writeIndexCursor(question, placed)));
  });

  it('of one kind of listing is refused by the other', () => {
    refused(() => readIndexCursor(question, writeOrdinalCursor(question, 1)));
    refused(() => readOrdinalCursor(question, writeIndexCursor(question, placed)));
  });

  it.each([
    ['a negative shard', { ...placed, shard: -1 }],
    ['half a shard', { ...placed, shard: 0.5 }],
    ['no shard', { timestamp: placed.timestamp, recordId: placed.recordId }],
    ['a key that is no text', { ...placed, recordId: 1 }],
    ['an empty key', { ...placed, recordId: '' }],
    ['a sort key longer than DynamoDB takes', { ...placed, timestamp: '2'.repeat(1_025) }],
    ['a key longer than DynamoDB takes', { ...placed, recordId: 'ä'.repeat(1_025) }],
    ['a list', []],
    ['nothing', null],
  ])('with %s is refused', (_, place) => {
    refused(() =>
      readIndexCursor(
        question,
        changed(writeIndexCursor(question, placed), ([digest]) => [digest, place]),
      ),
    );
  });

  it('whose digest was changed is refused', () => {
    const cursor = writeIndexCursor(question, placed);
    refused(() =>
      readIndexCursor(
        question,
        changed(cursor, ([digest, place]) => [`${String(digest).slice(1)}A`, place]),
      ),
    );
    refused(() =>
      readIndexCursor(
        question,
        changed(cursor, ([, place]) => [undefined, place]),
      ),
    );
  });

  it('that anybody made up is refused, and breaks nothing', () => {
    const madeUp = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    fc.assert(fc.property(madeUp, (cursor) => refused(() => readIndexCursor(question, cursor))));
  });

  it('that was cut, or changed in one character, is refused or leads to a place that its bearer may ask for', () => {
    const cursor = writeIndexCursor(question, placed);
    const spoilt = fc
      .tuple(fc.nat(cursor.length - 1), fc.constantFrom('', 'A', 'x', '-', '_'))
      .map(([at, other]) => cursor.slice(0, at) + other + cursor.slice(at + 1));
    fc.assert(
      fc.property(spoilt, (other) => {
        try {
          expect(readIndexCursor(question, other)).toEqual({
            shard: expect.any(Number),
            timestamp: expect.any(String),
            recordId: expect.any(String),
          });
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});
