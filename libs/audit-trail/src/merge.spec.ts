import * as fc from 'fast-check';
import { type Entry, type EntryAction, entryIdOf } from './entry';
import { foldEntries, TrailMerge } from './merge';

function entry(revision: string, action: EntryAction = 'WRITTEN', content = revision): Entry {
  const identity = { recordId: 'weather#1', timestamp: 't', revision, action };
  const image = action === 'WRITTEN' ? { image: { content: { S: content } } } : {};
  return { schemaVersion: 1, entryId: entryIdOf(identity), ...identity, ...image };
}

describe('a merge of trails', () => {
  it('keeps one entry of an identity and finds two that differ', () => {
    const merge = new TrailMerge();
    expect(merge.add(entry('1'))).toBe('new');
    expect(merge.add(entry('1'))).toBe('again');
    expect(merge.add(entry('1', 'REMOVED'))).toBe('new');
    expect(merge.add(entry('1', 'WRITTEN', 'other'))).toBe('conflict');
    expect(merge.size).toBe(2);
  });

  it('folds to the highest revision, in whatever order and however often the entries come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99).map(String), { minLength: 1 }), (revisions) => {
        const highest = [...revisions].sort().at(-1);
        const [folded] = foldEntries(revisions.map((revision) => entry(revision))).values();
        expect(folded?.revision).toBe(highest);
      }),
    );
  });

  it('folds a removal to nothing, and a later write to an item again', () => {
    expect(foldEntries([entry('1', 'EXPIRED'), entry('1')]).size).toBe(0);
    expect(foldEntries([entry('2'), entry('1', 'REMOVED'), entry('1')]).size).toBe(1);
  });
});
