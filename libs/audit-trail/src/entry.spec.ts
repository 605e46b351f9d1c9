import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRight, left } from 'fp-ts/Either';
import { toEntry } from './change';
import { type Entry, entryLine, readEntry } from './entry';
import { item, receipt, rejected, streamRecord } from './fixtures/stream-records';

/** Never changed, only added to: entries as each version of this code wrote them. */
const GOLDEN = join(__dirname, 'fixtures/entries-v1.ndjson');

const entries = [
  streamRecord('INSERT', { after: item }),
  streamRecord('MODIFY', { before: receipt, after: receipt }),
  streamRecord('INSERT', { after: rejected }),
  streamRecord('REMOVE', { before: rejected, seconds: 1_900_000_000 }),
  streamRecord('REMOVE', { before: item }),
].flatMap((record) => {
  const entry = toEntry(record);
  return isRight(entry) && entry.right ? [entry.right] : [];
});

describe('an entry', () => {
  if (process.env['WRITE_GOLDEN']) writeFileSync(GOLDEN, entries.map((entry) => `${entryLine(entry)}\n`).join(''));
  const golden = readFileSync(GOLDEN, 'utf8').trimEnd().split('\n');

  it('of version 1 is read for ever', () => {
    expect(golden.map(readEntry)).toEqual(entries.map((entry) => ({ _tag: 'Right', right: entry })));
  });

  it('is written as the version says: another form is a new schemaVersion and a new golden file', () => {
    expect(entries.map(entryLine)).toEqual(golden);
  });

  const written = entries[0] as Entry;
  it.each([
    ['{', 'the line is not JSON'],
    ['null', "the entry's entry cannot be read"],
    [
      entryLine({ ...written, schemaVersion: 2 as 1 }),
      'the entry has version 2; this reader knows versions up to 1: use a newer one',
    ],
    [entryLine({ ...written, ordinal: 'x' as unknown as number }), "the entry's ordinal cannot be read"],
    [entryLine({ ...written, revision: 'higher' }), 'the entryId is not that of key, revision and action'],
    [JSON.stringify({ ...written, image: undefined }), 'an entry has an image if, and only if, its item was written'],
    [entryLine({ ...written, image: { a: { N: 'x' } } }), 'a is not a value of type N'],
  ])('that is wrong is refused: %s', (line, reason) => {
    expect(readEntry(line)).toEqual(left(reason));
  });
});
